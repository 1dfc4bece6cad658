package dev.limen.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.SplittableRandom;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BallTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;
  private static final double TENTH = 0.1;
  private static final long SEED = 71;

  private static Ball ball(double x) {
    return Ball.of(x);
  }

  /** Any ball: of ordinary size or not, with a low part, with a radius or not. */
  private static Ball any(SplittableRandom random) {
    int exponent =
        switch (random.nextInt(4)) {
          case 0 -> random.nextInt(-1074, 1000);
          case 1 -> random.nextInt(-3, 3);
          default -> random.nextInt(-60, 60);
        };
    double hi = Math.scalb(random.nextDouble(-2, 2), exponent);
    double lo = random.nextBoolean() ? 0 : Math.ulp(hi) * random.nextDouble(-0.5, 0.5);
    double radius =
        random.nextBoolean() ? 0 : Math.abs(hi) * Math.scalb(1.0, -random.nextInt(1, 120));
    Ball ball = Ball.of(hi, lo, radius);
    return random.nextInt(4) > 0 ? ball : ball.scaled(random.nextInt(-2500, 2500));
  }

  private static void assertContains(Ball ball, BigDecimal exact, Object context) {
    assertThat(ball.isFinite()).as("%s is finite", context).isTrue();
    BigDecimal distance = exact.subtract(Oracle.middle(ball)).abs();
    assertThat(distance)
        .as("distance from %s, for %s", ball, context)
        .isLessThanOrEqualTo(Oracle.radius(ball));
  }

  @Nested
  class Arithmetic {

    private void check(
        BinaryOperator<Ball> operation, BinaryOperator<BigDecimal> exact, double relativeRadius) {
      SplittableRandom random = new SplittableRandom(SEED);
      for (int i = 0; i < 3000; i++) {
        Ball a = any(random);
        Ball b = i % 5 == 0 ? a.times(1 + 0x1p-30) : any(random);
        Ball result = operation.apply(a, b);
        for (int corner = 0; corner < 4; corner++) {
          BigDecimal x = end(a, corner % 2 == 0);
          BigDecimal y = end(b, corner / 2 == 0);
          if (result.isFinite()) {
            assertContains(result, exact.apply(x, y), a + " and " + b + ", seed " + SEED);
          } else {
            assertThat(a.radius + b.radius).isPositive();
          }
        }
        if (a.isExact() && b.isExact()) {
          assertThat(result.relativeRadius()).isLessThanOrEqualTo(relativeRadius);
        }
      }
    }

    private BigDecimal end(Ball ball, boolean upper) {
      BigDecimal radius = Oracle.radius(ball);
      return Oracle.middle(ball).add(upper ? radius : radius.negate());
    }

    @Test
    void sum() {
      check(Ball::plus, BigDecimal::add, 0x1p-98);
    }

    @Test
    void difference() {
      check(Ball::minus, BigDecimal::subtract, 0x1p-98);
    }

    @Test
    void product() {
      check(Ball::times, BigDecimal::multiply, 0x1p-103);
    }

    @Test
    void quotient() {
      MathContext digits = new MathContext(150);
      check(
          Ball::dividedBy,
          (a, b) -> {
            // Rounded away from what is exact by less than the ball could tell.
            return a.divide(b, digits);
          },
          0x1p-101);
    }

    @Test
    void squareRoot() {
      SplittableRandom random = new SplittableRandom(SEED);
      for (int i = 0; i < 1000; i++) {
        Ball a = any(random).abs();
        if (a.radius > 0.9 * a.hi) {
          continue;
        }
        Ball root = a.sqrt();
        assertContains(root, end(a, true).sqrt(new MathContext(120)), a);
        assertContains(root, end(a, false).sqrt(new MathContext(120)), a);
        if (a.isExact()) {
          assertThat(root.relativeRadius()).isLessThan(0x1p-101);
        }
      }
    }

    @Test
    void resultsThatFitAreExact() {
      assertThat(ball(1).plus(ball(0x1p-70))).isEqualTo(Ball.of(1, 0x1p-70));
      assertThat(ball(0.1).times(ball(0.3)).isExact()).isTrue();
      assertThat(ball(0.1).plus(3).minus(3)).isEqualTo(ball(0.1));
      assertThat(ball(3).dividedBy(4)).isEqualTo(ball(0.75));
      assertThat(Ball.of(3, 0x1p-60).dividedBy(8).isExact()).isTrue();
      assertThat(Ball.of(3, 0x1p-60).times(0.125).isExact()).isTrue();
      assertThat(ball(1).dividedBy(3).isExact()).isFalse();
      assertThat(ball(2.25).sqrt()).isEqualTo(ball(1.5));
      assertThat(ball(Double.MIN_VALUE).times(0x1p60).times(0x1p-60).toDouble())
          .isEqualTo(Double.MIN_VALUE);
    }

    @Test
    void theSquareOfTheLeastDoubleIsNotZero() {
      Ball square = ball(Double.MIN_VALUE).square();
      assertThat(square.isExact()).isTrue();
      assertThat(square.isPositive()).isTrue();
      assertThat(square.dividedBy(Double.MIN_VALUE)).isEqualTo(ball(Double.MIN_VALUE));
    }

    @Test
    void theSquareOfTheLargestDoubleIsFinite() {
      Ball square = ball(Double.MAX_VALUE).square();
      assertThat(square.isFinite()).isTrue();
      assertThat(square.toDouble()).isInfinite();
      assertThat(square.sqrt().contains(Double.MAX_VALUE)).isTrue();
    }

    @Test
    void infinities() {
      Ball inf = ball(INFINITY);
      assertThat(inf.plus(3)).isEqualTo(inf);
      assertThat(inf.minus(inf).isNaN()).isTrue();
      assertThat(inf.times(-2)).isEqualTo(ball(-INFINITY));
      assertThat(inf.times(0).isNaN()).isTrue();
      assertThat(ball(7).dividedBy(inf)).isEqualTo(ball(0));
      assertThat(inf.dividedBy(inf).isNaN()).isTrue();
      assertThat(inf.dividedBy(-3)).isEqualTo(ball(-INFINITY));
      assertThat(inf.sqrt()).isEqualTo(inf);
      assertThat(inf.isExact()).isTrue();
      assertThat(inf.isFinite()).isFalse();
    }

    @Test
    void divisionByZero() {
      assertThat(ball(1).dividedBy(0).isNaN()).isTrue();
      assertThat(ball(1).dividedBy(Ball.of(0.1, 0, 0.2))).isEqualTo(Ball.entire());
      assertThat(ball(0).dividedBy(5)).isEqualTo(ball(0));
    }

    @Test
    void nanStays() {
      Ball nan = ball(NAN);
      assertThat(nan.isNaN()).isTrue();
      assertThat(nan.isFinite()).isFalse();
      assertThat(nan.isExact()).isFalse();
      assertThat(nan.plus(1).isNaN()).isTrue();
      assertThat(ball(1).minus(nan).isNaN()).isTrue();
      assertThat(nan.times(0).isNaN()).isTrue();
      assertThat(ball(1).dividedBy(nan).isNaN()).isTrue();
      assertThat(nan.sqrt().isNaN()).isTrue();
      assertThat(nan.max(ball(3)).isNaN()).isTrue();
      assertThat(ball(3).min(nan).isNaN()).isTrue();
      assertThat(nan.hull(ball(1)).isNaN()).isTrue();
      assertThat(Ball.ifLess(nan, ball(1), ball(2), ball(3)).isNaN()).isTrue();
      assertThat(nan.abs().negate().sign().isNaN()).isTrue();
      assertThat(nan.pow(2).isNaN()).isTrue();
      assertThat(nan.pow(ball(0)).isNaN()).isTrue();
    }

    @Test
    void hugeNumbersKeepTheirSign() {
      Ball huge = ball(1e30).exp();
      assertThat(huge.isFinite()).isFalse();
      assertThat(huge.isPositive()).isTrue();
      assertThat(huge.plus(1).isPositive()).isTrue();
      assertThat(huge.negate().times(5).isNegative()).isTrue();
      assertThat(ball(1).dividedBy(huge).toDouble()).isZero();
      assertThat(ball(1).dividedBy(huge).radius()).isLessThanOrEqualTo(4 * Double.MIN_VALUE);
      assertThat(huge.minus(huge)).isEqualTo(Ball.entire());
      assertThat(huge.dividedBy(huge)).isEqualTo(Ball.entire());
    }

    @Test
    void zeroTimesUnknownIsZero() {
      assertThat(ball(0).times(Ball.entire())).isEqualTo(ball(0));
      assertThat(ball(0).times(ball(1e30).exp())).isEqualTo(ball(0));
    }

    @Test
    void aNegativeRadiusIsRefused() {
      assertThatThrownBy(() -> Ball.of(1, 0, -1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("radius");
    }

    @Test
    void constants() {
      assertContains(
          Ball.pi(),
          new BigDecimal(
              "3.14159265358979323846264338327950288419716939937510582097494459230781640"),
          "pi");
      assertContains(
          Ball.e(),
          new BigDecimal(
              "2.71828182845904523536028747135266249775724709369995957496696762772407663"),
          "e");
      assertThat(Ball.pi().relativeRadius()).isLessThan(0x1p-105);
    }
  }

  @Nested
  class Powers {

    @Test
    void integer() {
      assertThat(ball(3).pow(4)).isEqualTo(ball(81));
      assertThat(ball(-2).pow(3)).isEqualTo(ball(-8));
      assertThat(ball(2).pow(-3)).isEqualTo(ball(0.125));
      assertThat(ball(7).pow(0)).isEqualTo(ball(1));
      assertThat(ball(0).pow(0)).isEqualTo(ball(1));
      assertThat(ball(0).pow(-1).isNaN()).isTrue();
      assertThat(ball(1).pow(Integer.MIN_VALUE)).isEqualTo(ball(1));
      assertContains(ball(TENTH).pow(70), new BigDecimal(TENTH).pow(70), "0.1^70");
    }

    @Test
    void real() {
      Ball power = ball(2.5).pow(ball(-3.7));
      assertThat(
              Oracle.middle(power)
                  .subtract(new BigDecimal("0.033699384430956472300577161849986071465396789332167"))
                  .abs()
                  .doubleValue())
          .isLessThan(power.radius());
      assertThat(power.relativeRadius()).isLessThan(0x1p-94);
      assertThat(ball(9).pow(ball(0.5))).isEqualTo(ball(3));
      assertThat(ball(-2).pow(ball(3))).isEqualTo(ball(-8));
      assertThat(ball(-2).pow(ball(1001)).isNegative()).isTrue();
      assertThat(ball(-2).pow(ball(1e10)).isPositive()).isTrue();
      assertThat(ball(-2).pow(ball(0.3)).isNaN()).isTrue();
      assertThat(ball(0).pow(ball(0.3))).isEqualTo(ball(0));
      assertThat(ball(0).pow(ball(-0.3)).isNaN()).isTrue();
      assertThat(ball(INFINITY).pow(ball(-0.3))).isEqualTo(ball(0));
      assertThat(ball(INFINITY).pow(ball(0.3))).isEqualTo(ball(INFINITY));
    }
  }

  @Nested
  class Choices {
    private final Ball yes = ball(10);
    private final Ball no = ball(20);

    @Test
    void exactNumbersAreAlwaysDecided() {
      assertThat(Ball.ifLess(ball(1), ball(2), yes, no)).isEqualTo(yes);
      assertThat(Ball.ifLess(ball(2), ball(2), yes, no)).isEqualTo(no);
      assertThat(Ball.ifLess(ball(3), ball(2), yes, no)).isEqualTo(no);
      assertThat(Ball.ifLessOrEqual(ball(2), ball(2), yes, no)).isEqualTo(yes);
      assertThat(Ball.ifLessOrEqual(Ball.of(2, 0x1p-100), ball(2), yes, no)).isEqualTo(no);
      assertThat(Ball.ifLess(ball(2), Ball.of(2, Double.MIN_VALUE), yes, no)).isEqualTo(yes);
    }

    @Test
    void infinitiesAreDecided() {
      assertThat(Ball.ifLess(ball(INFINITY), ball(INFINITY), yes, no)).isEqualTo(no);
      assertThat(Ball.ifLessOrEqual(ball(-INFINITY), ball(-INFINITY), yes, no)).isEqualTo(yes);
      assertThat(Ball.ifLess(ball(-INFINITY), ball(0), yes, no)).isEqualTo(yes);
      assertThat(Ball.ifLess(ball(1e30).exp(), ball(5), yes, no)).isEqualTo(no);
    }

    @Test
    void overlappingBallsGiveTheHull() {
      Ball undecided = Ball.ifLess(Ball.of(1, 0, 0.1), ball(1.05), yes, no);
      assertThat(undecided.contains(10)).isTrue();
      assertThat(undecided.contains(20)).isTrue();
      assertThat(undecided.contains(21)).isFalse();
      assertThat(undecided.contains(9)).isFalse();
    }

    @Test
    void theBranchNotTakenDoesNotCount() {
      assertThat(Ball.ifLess(ball(1), ball(2), yes, Ball.nan())).isEqualTo(yes);
      assertThat(Ball.ifLess(Ball.of(1, 0, 1), ball(1), yes, Ball.nan()).isNaN()).isTrue();
    }

    @Test
    void minAndMax() {
      assertThat(ball(1).min(ball(2))).isEqualTo(ball(1));
      assertThat(ball(1).max(ball(2))).isEqualTo(ball(2));
      assertThat(ball(INFINITY).max(ball(2))).isEqualTo(ball(INFINITY));
      assertThat(ball(INFINITY).max(ball(INFINITY))).isEqualTo(ball(INFINITY));
      assertThat(ball(-INFINITY).clamp(ball(0), ball(1))).isEqualTo(ball(0));
      assertThat(ball(0.3).clamp(ball(0), ball(1))).isEqualTo(ball(0.3));
      assertThat(Ball.of(1, 0, 0.5).max(ball(1)).contains(1.25)).isTrue();
    }

    @Test
    void signs() {
      assertThat(ball(-3).sign()).isEqualTo(ball(-1));
      assertThat(ball(0).sign()).isEqualTo(ball(0));
      assertThat(ball(1e-300).sign()).isEqualTo(ball(1));
      assertThat(Ball.of(0, 0, 1).sign().contains(-1)).isTrue();
      assertThat(Ball.of(0, 0, 1).sign().contains(1)).isTrue();
      assertThat(ball(-1e-320).step()).isEqualTo(ball(0));
      assertThat(ball(0).step()).isEqualTo(ball(1));
      assertThat(ball(-2).relu()).isEqualTo(ball(0));
      assertThat(ball(2).relu()).isEqualTo(ball(2));
      assertThat(ball(-2).abs()).isEqualTo(ball(2));
      assertThat(ball(-INFINITY).abs()).isEqualTo(ball(INFINITY));
      assertThat(ball(-INFINITY).sign()).isEqualTo(ball(-1));
    }

    @Test
    void hull() {
      SplittableRandom random = new SplittableRandom(SEED);
      for (int i = 0; i < 2000; i++) {
        Ball a = any(random);
        Ball b = any(random);
        Ball hull = a.hull(b);
        for (Ball part : new Ball[] {a, b}) {
          assertContains(hull, Oracle.middle(part).add(Oracle.radius(part)), part);
          assertContains(hull, Oracle.middle(part).subtract(Oracle.radius(part)), part);
        }
      }
    }
  }

  @Nested
  class Rounding {

    @Test
    void toFloatRoundsOnce() {
      // The double next to the sum is a tie between two floats.
      assertThat(Ball.of(1 + 0x1p-24, 0x1p-80).toFloat()).isEqualTo(Math.nextUp(1f));
      assertThat(Ball.of(1 + 0x1p-24, -0x1p-80).toFloat()).isEqualTo(1f);
      assertThat(Ball.of(1 + 0x1.8p-23, -0x1p-80).toFloat()).isEqualTo(Math.nextUp(1f));
      assertThat(Ball.of(-1 - 0x1p-24, -0x1p-80).toFloat()).isEqualTo(-Math.nextUp(1f));
      assertThat(ball(1 + 0x1p-24).toFloat()).isEqualTo(1f);
      assertThat(ball(Math.PI).toFloat()).isEqualTo((float) Math.PI);
      assertThat(Ball.of(0x1p-150, 0x1p-210).toFloat()).isEqualTo(Float.MIN_VALUE);
      assertThat(Ball.of(0x1p-150, -0x1p-210).toFloat()).isZero();
      assertThat(ball(-1000).exp().toFloat()).isZero();
      assertThat(ball(1000).exp().toFloat()).isInfinite();
    }

    @Test
    void toDoubleRoundsSubnormalsOnce() {
      SplittableRandom random = new SplittableRandom(SEED);
      for (int i = 0; i < 2000; i++) {
        Ball x =
            Ball.of(1 + random.nextDouble(), random.nextDouble(-1, 1) * 0x1p-54)
                .scaled(random.nextInt(-1080, -1015));
        BigDecimal exact = Oracle.middle(x);
        double down = exact.round(new MathContext(400)).doubleValue();
        assertThat(x.toDouble()).as("%s, seed %d", x, SEED).isEqualTo(down);
      }
      Ball tie = Ball.of(1, 0x1p-60).scaled(-1075);
      assertThat(tie.toDouble()).isEqualTo(Double.MIN_VALUE);
      assertThat(Ball.of(1, -0x1p-60).scaled(-1075).toDouble()).isZero();
    }

    @Test
    void partsAndRadiusContainTheNumber() {
      SplittableRandom random = new SplittableRandom(SEED);
      for (int i = 0; i < 2000; i++) {
        Ball x = any(random);
        if (Double.isInfinite(x.toDouble())) {
          assertThat(x.radius()).isInfinite();
          continue;
        }
        BigDecimal parts = new BigDecimal(x.hi()).add(new BigDecimal(x.lo()));
        BigDecimal error = Oracle.middle(x).subtract(parts).abs().add(Oracle.radius(x));
        assertThat(error).as("%s", x).isLessThanOrEqualTo(new BigDecimal(x.radius()));
      }
    }

    @Test
    void ulpsFromAFloat() {
      assertThat(ball(1).ulpsFrom(Math.nextUp(1f))).isEqualTo(1);
      assertThat(ball(1).ulpsFrom(1f)).isZero();
      assertThat(Ball.of(1 + 0x1p-24, 0).ulpsFrom(1f)).isEqualTo(0.5);
      assertThat(ball(0).ulpsFrom(Float.MIN_VALUE)).isEqualTo(1);
      assertThat(ball(Double.MIN_VALUE).ulpsFrom(0f)).isLessThan(1e-200);
      assertThat(ball(-1000).exp().ulpsFrom(Float.MIN_VALUE)).isEqualTo(1);
      assertThat(ball(NAN).ulpsFrom(Float.NaN)).isZero();
      assertThat(ball(NAN).ulpsFrom(1f)).isInfinite();
      assertThat(ball(1).ulpsFrom(Float.NaN)).isInfinite();
      assertThat(ball(1e300).ulpsFrom(Float.POSITIVE_INFINITY)).isZero();
      assertThat(ball(-1e300).ulpsFrom(Float.POSITIVE_INFINITY)).isInfinite();
      assertThat(ball(Float.MAX_VALUE).ulpsFrom(Float.POSITIVE_INFINITY)).isEqualTo(1);
      assertThat(ball(0x1p128).ulpsFrom(Float.MAX_VALUE)).isEqualTo(1);
      assertThat(ball(INFINITY).ulpsFrom(Float.MAX_VALUE)).isInfinite();
    }

    @Test
    void ulpsFromADouble() {
      assertThat(ball(1).ulpsFrom(Math.nextUp(1.0))).isEqualTo(1);
      assertThat(Ball.of(1, 0x1p-54).ulpsFrom(1.0)).isEqualTo(0.25);
      assertThat(ball(0).ulpsFrom(Double.MIN_VALUE)).isEqualTo(1);
      assertThat(ball(Double.MIN_VALUE).times(0.25).ulpsFrom(0.0)).isEqualTo(0.25);
      // exp(-745) is 0.5712 of the least double.
      assertThat(ball(-745).exp().ulpsFrom(Double.MIN_VALUE)).isCloseTo(0.4288, within(1e-4));
      assertThat(ball(-745).exp().toDouble()).isEqualTo(Double.MIN_VALUE);
      assertThat(ball(710).exp().ulpsFrom(INFINITY)).isZero();
      assertThat(ball(710).exp().ulpsFrom(Double.MAX_VALUE)).isGreaterThan(1e15);
      assertThat(ball(Double.MAX_VALUE).ulpsFrom(INFINITY)).isEqualTo(1);
      assertThat(ball(NAN).ulpsFrom(NAN)).isZero();
      assertThat(ball(INFINITY).ulpsFrom(INFINITY)).isZero();
    }

    @Test
    void errorOf() {
      assertThat(Ball.of(1, 0x1p-60).errorOf(1)).isEqualTo(0x1p-60);
      assertThat(ball(-3).errorOf(2)).isEqualTo(5);
      assertThat(ball(INFINITY).errorOf(INFINITY)).isZero();
      assertThat(ball(INFINITY).errorOf(1)).isInfinite();
    }

    @Test
    void contains() {
      assertThat(Ball.of(1, 0, 0.5).contains(1.5)).isTrue();
      assertThat(Ball.of(1, 0, 0.5).contains(1.6)).isFalse();
      assertThat(Ball.of(1, 0x1p-70).contains(1)).isFalse();
      assertThat(ball(NAN).contains(NAN)).isTrue();
      assertThat(ball(INFINITY).contains(INFINITY)).isTrue();
      assertThat(ball(INFINITY).contains(-INFINITY)).isFalse();
      assertThat(Ball.entire().contains(1e300)).isTrue();
      assertThat(Ball.entire().contains(INFINITY)).isFalse();
    }
  }

  @Nested
  class Functions {

    @ParameterizedTest
    @CsvSource({
      "EXP, 1.0, 2.7182818284590452353602874713526624977572470937000",
      "EXP, -1e-10, 9.9999999990000000000499999635661360214788531522021e-1",
      "EXP, -745.0, 2.8223507304719370763534400820597826208243630629102e-324",
      "EXP, 709.5, 1.3549863193146328308766322740536033382989669101158e+308",
      "EXP, 0.3, 1.3498588075760030889973010316886340321417527975138",
      "EXP, -1000.0, 5.0759588975494567652918094795743369193055992828928e-435",
      "EXP, 12345.0, 2.3194183868394946817299619047370658982820899095774e+5361",
      "EXPM1, 1e-12, 1.0000000000004999798866477959021686815904223983562e-12",
      "EXPM1, -0.7, -5.0341469620859046324238238821443506136576383734968e-1",
      "EXPM1, 0.0027, 2.7036482827155339238693064479496800164569378509056e-3",
      "EXPM1, 40.0, 2.3538526683701998440789991074903480450887161725456e+17",
      "EXPM1, -60.0, -9.9999999999999999999999999124348923730347966151127e-1",
      "LOG, 2.0, 6.9314718055994530941723212145817656807550013436026e-1",
      "LOG, 0.999999999, -9.9999997221806850862612171552954262914874277079234e-10",
      "LOG, 1.0000001, 9.9999995058387045177516099683454491230298795921477e-8",
      "LOG, 5e-324, -7.4444007192138126231410729844608163411308714430291e+2",
      "LOG, 1.7976931348623157e+308, 7.0978271289338399673222338991065714550397314873666e+2",
      "LOG, 0.1, -2.3025850929940456285068402234265387271634735938764",
      "LOG1P, 1e-15, 9.9999999999999957770539987666133486624064227327380e-16",
      "LOG1P, -0.9999, -9.2103403719762928701960086403310294940054646154427",
      "LOG1P, 3.0, 1.3862943611198906188344642429163531361510002687205",
      "LOG1P, 1e+300, 6.9077552789821370525790219666051368115065999044149e+2",
      "LOG1P, 0.4, 3.3647223662121294636492233343351397038834757173007e-1",
      "LOG1P, -0.25, -2.8768207245178092743921900599382743150350971089776e-1",
      "TANH, 1e-09, 1.0000000000000000619482581244465230234154772350061e-9",
      "TANH, 0.25, 2.4491866240370912927780113149101695750655873061782e-1",
      "TANH, -1.0, -7.6159415595576488811945828260479359041276859725794e-1",
      "TANH, 5.5, 9.9996659715630380963848952941756870639773263934445e-1",
      "TANH, 19.5, 9.9999999999999997690355165396842829419807897380453e-1",
      "SINH, 1e-09, 1.0000000000000000624482581244465231167128644216759e-9",
      "SINH, 0.25, 2.5261231680816830791412515054205790551975428742766e-1",
      "SINH, -1.0, -1.1752011936438014568823818505956008151557179813341",
      "SINH, 20.5, 3.9995108873775270272722298544862372725842385780149e+8",
      "SINH, 700.0, 5.0711602736750225472766479761563380760233978612154e+303",
      "COSH, 1e-09, 1.0000000000000000005000000000000000623232581244465",
      "COSH, 0.25, 1.0314130998795731761592954175203785528165265778538",
      "COSH, -1.0, 1.5430806348152437784779056207570616826015291123659",
      "COSH, 20.5, 3.9995108873775270397737585183536635619597697703271e+8",
      "COSH, -700.0, 5.0711602736750225472766479761563380760233978612154e+303",
      "SIGMOID, 0.0, 5.0000000000000000000000000000000000000000000000000e-1",
      "SIGMOID, 1.0, 7.3105857863000487925115924182183627436514464016506e-1",
      "SIGMOID, -1.0, 2.6894142136999512074884075817816372563485535983494e-1",
      "SIGMOID, -30.5, 5.6756852326324003278441894904810646428616826386583e-14",
      "SIGMOID, 50.0, 9.9999999999999999999980712501520360822169830291911e-1",
      "SIGMOID, -744.0, 7.6719447041799790739497743044218878572103717259493e-324",
      "SOFTPLUS, 0.0, 6.9314718055994530941723212145817656807550013436026e-1",
      "SOFTPLUS, 1.0, 1.3132616875182228340489954949678556419152800856703",
      "SOFTPLUS, -1.0, 3.1326168751822283404899549496785564191528008567035e-1",
      "SOFTPLUS, -30.5, 5.6756852326325613948584891040966390449228571065722e-14",
      "SOFTPLUS, 50.0, 5.0000000000000000000000192874984796391778301715681e+1",
      "SOFTPLUS, -744.0, 7.6719447041799790739497743044218878572103717259493e-324",
      "ERF, 1e-05, 1.1283791670579000272989653619788812468184145156503e-5",
      "ERF, 0.3, 3.2862675945912741618961798531820303325847175931290e-1",
      "ERF, 0.5, 5.2049987781304653768274665389196452873645157575796e-1",
      "ERF, -0.6, -6.0385609084792590508230675857424505709242743171390e-1",
      "ERF, 1.5, 9.6610514647531072706697626164594785868141047925764e-1",
      "ERF, 3.25, 9.9999569722053632487816952410486976340243286493035e-1",
      "ERF, 5.9, 9.9999999999999992809590216449522275143672055782419e-1",
      "ERFC, 1e-05, 9.9998871620832942099972701034638021118753181585484e-1",
      "ERFC, 0.3, 6.7137324054087258381038201468179696674152824068710e-1",
      "ERFC, 0.5, 4.7950012218695346231725334610803547126354842424204e-1",
      "ERFC, -0.6, 1.6038560908479259050823067585742450570924274317139",
      "ERFC, 1.5, 3.3894853524689272933023738354052141318589520742363e-2",
      "ERFC, 3.25, 4.3027794636751218304758951302365975671350696460372e-6",
      "ERFC, 5.9, 7.1904097835504777248563279442175808404798001628526e-17",
      "ERFC, 16.0, 2.3284857515715306933648728545734425975343969480949e-113",
      "ERFC, 17.5, 3.1988638123434809881934691952969368716921303509730e-135",
      "ERFC, 26.5, 2.2109076642637342759292390229158260390754181543016e-307",
      "ERFC, 27.2, 1.0189049142703155395142337567076664695081489759145e-323",
      "ERFC, -4.0, 1.9999999845827420997199811478403265131159514278547",
      "SIN, 1e-05, 9.9999999998333341513647057660782331844880087379823e-6",
      "SIN, 0.75, 6.8163876002333416673324195277989393533838239465923e-1",
      "SIN, 3.0, 1.4112000805986722210074480280811027984693326425227e-1",
      "SIN, 3.141592653589793, 1.2246467991473531772260659322749979970830539012998e-16",
      "SIN, -100.0, 5.0636564110975879365655761045978543206503272129066e-1",
      "SIN, 100000.0, 3.5748797972016509316470500695808829009045692578109e-2",
      "SIN, 1e+22, -8.5220084976718880177270589375302936826176215041004e-1",
      "SIN, 1.7976931348623157e+308, 4.9619547891840617905026711970747057507646999567918e-3",
      "SIN, 5.319372648326541e+255, 9.9999999999999999999999999999999999989015237799253e-1",
      "COS, 1e-05, 9.9999999995000000000041665848635988651098491427409e-1",
      "COS, 0.75, 7.3168886887382088631183875300008454384054127605077e-1",
      "COS, 3.0, -9.8999249660044545727157279473126130239367909661559e-1",
      "COS, 1.5707963267948966, 6.1232339957367658861303296613750014646403777988363e-17",
      "COS, -100.0, 8.6231887228768393410193851395084253551008400853551e-1",
      "COS, 100000.0, -9.9936080743821245189113541414480220323538658745973e-1",
      "COS, 1e+22, 5.2321478539513894549759447338470949214091997243939e-1",
      "COS, 1.7976931348623157e+308, -9.9998768942655993746487006630693439514061351446892e-1",
      "COS, 5.319372648326541e+255, -4.6871659242546276111225828019638843987779147189711e-19",
      "ATAN, 1e-05, 9.9999999996666674847172057251752796480103337585605e-6",
      "ATAN, 0.75, 6.4350110879328438680280922871732263804151059111531e-1",
      "ATAN, 1.0, 7.8539816339744830961566084581987572104929234984378e-1",
      "ATAN, -3.0, -1.2490457723982544258299170772810901230778294041299",
      "ATAN, 10000000000.0, 1.5707963266948966192313216916400847754319180330209",
      "ATAN, 1e+300, 1.5707963267948966192313216916397514420985846996876",
      "SQRT, 2.0, 1.4142135623730950488016887242096980785696718753769",
      "SQRT, 1e-300, 1.0000000000000000125295459176043797643533129531736e-150",
      "SQRT, 3e+300, 1.7320508075688773389979025421244257466008743624390e+150"
    })
    void knownAnswers(Functional function, double x, BigDecimal expected) {
      Ball actual = function.of(ball(x));
      BigDecimal error = Oracle.middle(actual).subtract(expected).abs();
      BigDecimal lastDigit = expected.ulp();
      assertThat(error).isLessThanOrEqualTo(Oracle.radius(actual).add(lastDigit));
      assertThat(function.oracle(new BigDecimal(x)).subtract(expected).abs())
          .as("the oracle of the other tests")
          .isLessThanOrEqualTo(lastDigit);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "EXP",
          "EXPM1",
          "LOG",
          "LOG1P",
          "TANH",
          "SINH",
          "COSH",
          "SIGMOID",
          "SOFTPLUS",
          "ERF",
          "ERFC",
          "SIN",
          "COS",
          "ATAN"
        })
    void exactArguments(Functional function) {
      SplittableRandom random = new SplittableRandom(SEED);
      for (int i = 0; i < 220; i++) {
        double x = function.argument(random, i);
        Ball actual = function.of(ball(x));
        // A tail in the low part may be known to more digits than the oracle has.
        assertContains(
            actual.widenedBy(0x1p-200), function.oracle(new BigDecimal(x)), x + ", seed " + SEED);
        assertThat(actual.relativeRadius()).as("at %s", x).isLessThan(0x1p-93);
      }
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "EXP",
          "EXPM1",
          "LOG",
          "LOG1P",
          "TANH",
          "SINH",
          "COSH",
          "SIGMOID",
          "SOFTPLUS",
          "ERF",
          "ERFC",
          "SIN",
          "COS",
          "ATAN"
        })
    void argumentsWithARadius(Functional function) {
      SplittableRandom random = new SplittableRandom(SEED);
      for (int i = 0; i < 120; i++) {
        double x = function.argument(random, i);
        double lo = Math.ulp(x) * random.nextDouble(-0.5, 0.5);
        // Wide ones too: from 2^-110 of the number to all of it.
        double radius = Math.abs(x) * Math.scalb(random.nextDouble(), -random.nextInt(110));
        Ball argument = Ball.of(x, lo, radius);
        Ball actual = function.of(argument);
        for (int k = -1; k <= 1; k++) {
          BigDecimal point =
              Oracle.middle(argument)
                  .add(Oracle.radius(argument).multiply(BigDecimal.valueOf(k)), Oracle.DIGITS);
          // Rounding to 80 digits may leave the ball, by less than its radius tells.
          if (actual.isFinite() && function.isDefined(point)) {
            assertContains(
                actual.widenedBy(0x1p-200), function.oracle(point), argument + ", seed " + SEED);
          }
        }
        assertThat(actual.isNaN()).isFalse();
        if (radius < 1e-3 * Math.abs(x) && radius < 1e-3) {
          assertThat(actual.isFinite()).as("of %s", argument).isTrue();
        }
      }
    }

    @ParameterizedTest
    @CsvSource({
      "EXP, 0, Infinity",
      "EXPM1, -1, Infinity",
      "LOG, NaN, Infinity",
      "LOG1P, NaN, Infinity",
      "TANH, -1, 1",
      "SINH, -Infinity, Infinity",
      "COSH, Infinity, Infinity",
      "SIGMOID, 0, 1",
      "SOFTPLUS, 0, Infinity",
      "ERF, -1, 1",
      "ERFC, 2, 0",
      "SIN, NaN, NaN",
      "COS, NaN, NaN"
    })
    void limits(Functional function, double left, double right) {
      assertThat(function.of(ball(-INFINITY)).toDouble()).isEqualTo(Double.valueOf(left));
      assertThat(function.of(ball(INFINITY)).toDouble()).isEqualTo(Double.valueOf(right));
      assertThat(function.of(ball(NAN)).isNaN()).isTrue();
      if (!Double.isNaN(right)) {
        assertThat(function.of(ball(INFINITY)).isExact()).isTrue();
      }
    }

    @Test
    void limitsOfTheArcTangent() {
      assertThat(ball(INFINITY).atan().toDouble()).isEqualTo(Math.PI / 2);
      assertThat(ball(-INFINITY).atan().toDouble()).isEqualTo(-Math.PI / 2);
      assertThat(ball(NAN).atan().isNaN()).isTrue();
      // Beyond the doubles, next to a power of two.
      assertThat(ball(0x1p512).square().atan().toDouble()).isEqualTo(Math.PI / 2);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-320, -1e-300, 1e-290, 1e300, -1e308, 1e30, -1e12})
    void everyFunctionIsTotal(double x) {
      for (Functional function : Functional.values()) {
        Ball value = function.of(ball(x));
        boolean undefined = x < 0 && (function == Functional.LOG || function == Functional.SQRT);
        undefined |= x <= -1 && function == Functional.LOG1P;
        assertThat(value.isNaN()).as("%s(%s)", function, x).isEqualTo(undefined);
        assertThat(value).as("%s(%s)", function, x).isNotEqualTo(Ball.entire());
      }
    }

    @Test
    void domains() {
      assertThat(ball(-1e-300).log().isNaN()).isTrue();
      assertThat(ball(0).log()).isEqualTo(ball(-INFINITY));
      assertThat(ball(-1).log1p()).isEqualTo(ball(-INFINITY));
      assertThat(ball(-1.5).log1p().isNaN()).isTrue();
      assertThat(ball(-4).sqrt().isNaN()).isTrue();
      assertThat(ball(0).sqrt()).isEqualTo(ball(0));
      assertThat(Ball.of(0.1, 0, 0.2).log()).isEqualTo(Ball.entire());
      Ball root = Ball.of(0.1, 0, 0.2).sqrt();
      assertThat(root.contains(0)).isTrue();
      assertThat(root.contains(Math.sqrt(0.3) - 1e-10)).isTrue();
    }

    @Test
    void zeros() {
      Ball zero = ball(0);
      assertThat(zero.exp()).isEqualTo(ball(1));
      assertThat(zero.expm1()).isEqualTo(zero);
      assertThat(zero.log1p()).isEqualTo(zero);
      assertThat(zero.tanh()).isEqualTo(zero);
      assertThat(zero.sinh()).isEqualTo(zero);
      assertThat(zero.cosh().contains(1)).isTrue();
      assertThat(zero.sigmoid()).isEqualTo(ball(0.5));
      assertThat(zero.erf()).isEqualTo(zero);
      assertThat(zero.erfc()).isEqualTo(ball(1));
      assertThat(zero.sin()).isEqualTo(zero);
      assertThat(zero.cos()).isEqualTo(ball(1));
      assertThat(zero.atan()).isEqualTo(zero);
      assertThat(ball(1).log()).isEqualTo(zero);
    }

    @Test
    void tinyArguments() {
      for (double x : new double[] {Double.MIN_VALUE, -3e-310, 1e-280, 0x1p-901, -0x1p-899}) {
        assertThat(ball(x).sin().toDouble()).isEqualTo(x);
        assertThat(ball(x).tanh().toDouble()).isEqualTo(x);
        assertThat(ball(x).expm1().toDouble()).isEqualTo(x);
        assertThat(ball(x).log1p().toDouble()).isEqualTo(x);
        assertThat(ball(x).sinh().toDouble()).isEqualTo(x);
        assertThat(ball(x).atan().toDouble()).isEqualTo(x);
        assertThat(ball(x).exp().toDouble()).isEqualTo(1);
        assertThat(ball(x).sigmoid().toDouble()).isEqualTo(0.5);
        assertThat(ball(x).erf().dividedBy(x).toDouble())
            .isEqualTo(2 / Math.sqrt(Math.PI), within(1e-15));
        assertThat(ball(x).softplus().toDouble()).isEqualTo(Math.log(2));
        assertThat(ball(x).sin().relativeRadius()).isLessThan(0x1p-95);
      }
    }

    @Test
    void minuteLowPartsNextToTableEntries() {
      for (double x : new double[] {0.5, 0.625, 1, 3, 16, 2, 0.03125, 0x1p-10}) {
        for (double lo : new double[] {1e-300, -1e-290, Double.MIN_VALUE}) {
          for (Functional function : Functional.values()) {
            Ball with = function.of(Ball.of(x, lo));
            assertThat(with.toDouble())
                .as("%s(%s + %s)", function, x, lo)
                .isEqualTo(function.of(ball(x)).toDouble(), within(1e-280));
            assertThat(with.isFinite()).isTrue();
          }
        }
      }
      assertThat(Ball.of(1, 1e-300).log().toDouble()).isEqualTo(1e-300);
    }

    @Test
    void tailsNeitherOverflowNorVanishInBetween() {
      // x exp(-x), and mish by its textbook formula
      Ball x = ball(1e30);
      Ball tail = x.times(x.negate().exp());
      assertThat(tail.toDouble()).isZero();
      assertThat(tail.radius()).isLessThanOrEqualTo(4 * Double.MIN_VALUE);
      for (double at : new double[] {600, 5000}) {
        Ball e = ball(at).exp().plus(1).square();
        Ball mish = ball(at).times(e.minus(1)).dividedBy(e.plus(1));
        assertThat(mish.toDouble()).isEqualTo(at);
      }
      assertThat(ball(-1000).sigmoid().log().toDouble()).isEqualTo(-1000);
      assertThat(ball(200).erfc().log().toDouble()).isEqualTo(-40005.87068, within(1e-4));
    }

    @Test
    void nextToTheirZerosAnglesKeepTheirDigits() {
      for (int quarters = 1; quarters < 40_000; quarters = quarters * 7 / 6 + 1) {
        double x = quarters * (Math.PI / 2);
        Ball zero = quarters % 2 == 0 ? ball(x).sin() : ball(x).cos();
        assertThat(Math.abs(zero.toDouble())).isLessThan(1e-11);
        assertThat(zero.relativeRadius()).as("at %s", x).isLessThan(0x1p-95);
        BigDecimal exact = new BigDecimal(x);
        assertContains(zero, quarters % 2 == 0 ? Oracle.sin(exact) : Oracle.cos(exact), x);
      }
    }

    @Test
    void theHardestDoubleForAngles() {
      // 6381956970095103 * 2^797 is the double closest to a multiple of pi/2.
      double hardest = Math.scalb(6381956970095103.0, 797);
      Ball cosine = ball(hardest).cos();
      assertThat(cosine.toDouble()).isEqualTo(-4.687165924254624e-19, within(1e-33));
      assertThat(cosine.relativeRadius()).isLessThan(0x1p-95);
      assertContains(cosine, Oracle.cos(new BigDecimal(hardest)), hardest);
    }
  }

  /** The functions, with what they are to be. */
  enum Functional {
    EXP,
    EXPM1,
    LOG,
    LOG1P,
    TANH,
    SINH,
    COSH,
    SIGMOID,
    SOFTPLUS,
    ERF,
    ERFC,
    SIN,
    COS,
    ATAN,
    SQRT;

    Ball of(Ball x) {
      return switch (this) {
        case EXP -> x.exp();
        case EXPM1 -> x.expm1();
        case LOG -> x.log();
        case LOG1P -> x.log1p();
        case TANH -> x.tanh();
        case SINH -> x.sinh();
        case COSH -> x.cosh();
        case SIGMOID -> x.sigmoid();
        case SOFTPLUS -> x.softplus();
        case ERF -> x.erf();
        case ERFC -> x.erfc();
        case SIN -> x.sin();
        case COS -> x.cos();
        case ATAN -> x.atan();
        case SQRT -> x.sqrt();
      };
    }

    BigDecimal oracle(BigDecimal x) {
      return switch (this) {
        case EXP -> Oracle.exp(x);
        case EXPM1 -> Oracle.expm1(x);
        case LOG -> Oracle.log(x);
        case LOG1P -> Oracle.log1p(x);
        case TANH -> Oracle.tanh(x);
        case SINH -> Oracle.sinh(x);
        case COSH -> Oracle.cosh(x);
        case SIGMOID -> Oracle.sigmoid(x);
        case SOFTPLUS -> Oracle.softplus(x);
        case ERF -> Oracle.erf(x);
        case ERFC -> Oracle.erfc(x);
        case SIN -> Oracle.sin(x);
        case COS -> Oracle.cos(x);
        case ATAN -> Oracle.atan(x);
        case SQRT -> x.sqrt(Oracle.DIGITS);
      };
    }

    boolean isDefined(BigDecimal x) {
      return switch (this) {
        case LOG -> x.signum() > 0;
        case LOG1P -> x.compareTo(BigDecimal.ONE.negate()) > 0;
        default -> true;
      };
    }

    /** An argument in the domain, where the result is neither huge nor vanishing. */
    double argument(SplittableRandom random, int i) {
      double x =
          switch (i % 4) {
            case 0 -> random.nextDouble(-2, 2);
            case 1 -> random.nextDouble(-30, 30);
            case 2 -> Math.scalb(random.nextDouble(-1, 1), random.nextInt(-60, 5));
            default -> random.nextDouble(-700, 700);
          };
      return switch (this) {
        case LOG, SQRT ->
            i % 8 == 3 ? Math.scalb(Math.abs(x), random.nextInt(-900, 900)) : Math.abs(x);
        case LOG1P -> Math.abs(x) < 0.99 ? x : Math.abs(x);
        case ERF, ERFC -> i % 4 == 3 ? x / 27 : i % 4 == 1 ? x * 0.9 : x;
        case SIN, COS -> i % 8 == 3 ? Math.scalb(x, random.nextInt(1000)) : x;
        default -> x;
      };
    }
  }
}
