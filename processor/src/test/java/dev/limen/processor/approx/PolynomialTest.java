package dev.limen.processor.approx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.limen.Precision;
import dev.limen.verify.Ball;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every polynomial against what it stands for: its error is the one declared, and no less. */
class PolynomialTest {

  /**
   * A polynomial in its place.
   *
   * @param variable what it is evaluated at, of a number in its interval
   * @param served the function of that number that its error is relative to
   * @param composed makes the function of the number and the polynomial's value
   */
  record Place(
      String name,
      Precision precision,
      Polynomial polynomial,
      UnaryOperator<Ball> variable,
      UnaryOperator<Ball> served,
      BinaryOperator<Ball> composed) {

    @Override
    public String toString() {
      return name + " " + precision;
    }
  }

  private static Ball cube(Ball u) {
    return u.times(u.square());
  }

  private static Ball atanhTwice(Ball s) {
    return s.plus(1).dividedBy(s.negate().plus(1)).log();
  }

  static List<Place> places() {
    List<Place> places = new ArrayList<>();
    for (Precision precision : Precision.values()) {
      Exponential exponential = Exponential.of(precision);
      UnaryOperator<Ball> same = r -> r;
      places.add(
          new Place(
              "exp",
              precision,
              exponential.exp(),
              same,
              Ball::exp,
              (r, p) -> r.square().times(p).plus(r).plus(1)));
      places.add(
          new Place(
              "expm1",
              precision,
              exponential.expm1(),
              same,
              Ball::expm1,
              (r, p) -> r.square().times(p).plus(r)));
      BinaryOperator<Ball> odd = (r, p) -> cube(r).times(p).plus(r);
      Hyperbolic hyperbolic = Hyperbolic.of(precision);
      places.add(new Place("tanh", precision, hyperbolic.tanh(), Ball::square, Ball::tanh, odd));
      places.add(new Place("sinh", precision, hyperbolic.sinh(), Ball::square, Ball::sinh, odd));
      Logarithm logarithm = Logarithm.of(precision);
      BinaryOperator<Ball> atanh = (s, p) -> cube(s).times(p).plus(s.times(2));
      for (Polynomial polynomial : List.of(logarithm.log(), logarithm.softplus())) {
        places.add(
            new Place(
                polynomial == logarithm.log() ? "log" : "softplus",
                precision,
                polynomial,
                Ball::square,
                PolynomialTest::atanhTwice,
                atanh));
      }
      places.add(
          new Place(
              "power",
              precision,
              logarithm.power(),
              Ball::square,
              PolynomialTest::atanhTwice,
              (s, p) ->
                  cube(s)
                      .times(p.times(s.square()).plus(Ball.of(2).dividedBy(3)))
                      .plus(s.times(2))));
      ErrorFunction error = ErrorFunction.of(precision);
      places.add(
          new Place(
              "small erf",
              precision,
              error.small(),
              Ball::square,
              Ball::erf,
              (a, p) -> a.times(p).plus(a)));
      places.add(
          new Place(
              "large erf",
              precision,
              error.large(),
              same,
              Ball::erf,
              (a, p) -> p.exp().negate().plus(1)));
      places.add(
          new Place(
              "erfc",
              precision,
              error.scaledComplement(),
              a -> a.minus(error.center()).dividedBy(a.plus(error.center())),
              Ball::erfc,
              (a, p) -> p.plus(1).times(a.square().negate().exp()).dividedBy(a.plus(1))));
      Trigonometric trigonometric = Trigonometric.of(precision);
      places.add(new Place("atan", precision, trigonometric.atan(), Ball::square, Ball::atan, odd));
      places.add(new Place("sin", precision, trigonometric.sin(), Ball::square, Ball::sin, odd));
      places.add(
          new Place(
              "cos",
              precision,
              trigonometric.cos(),
              Ball::square,
              Ball::cos,
              (r, p) -> r.square().square().times(p).plus(r.square().times(-0.5)).plus(1)));
    }
    return places;
  }

  @ParameterizedTest
  @MethodSource("places")
  void hasTheErrorThatItDeclares(Place place) {
    Polynomial polynomial = place.polynomial();
    int points = 400;
    double largest = 0;
    for (int i = 0; i < points; i++) {
      double middle = (polynomial.from() + polynomial.to()) / 2;
      double half = (polynomial.to() - polynomial.from()) / 2;
      Ball r = Ball.of(middle - half * Math.cos(Math.PI * (i + 0.5) / points));
      Ball variable = place.variable().apply(r);
      Ball value = Ball.of(0);
      for (double coefficient : polynomial.coefficients().reversed()) {
        value = value.times(variable).plus(coefficient);
      }
      Ball served = place.served().apply(r);
      Ball error = place.composed().apply(r, value).minus(served).dividedBy(served).abs();
      largest = Math.max(largest, error.hi());
    }
    assertThat(largest).isBetween(0.7 * polynomial.error(), polynomial.error());
  }

  @ParameterizedTest
  @MethodSource("places")
  void hasCoefficientsOfItsPrecision(Place place) {
    if (place.precision() == Precision.F32) {
      assertThat(place.polynomial().coefficients()).allMatch(c -> (float) (double) c == c);
    }
    assertThat(place.polynomial().coefficients()).hasSizeGreaterThan(1);
  }
}
