package dev.limen.processor.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.limen.processor.analysis.Interval.Grade;
import dev.limen.processor.formula.Expr;
import dev.limen.verify.Ball;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TapeTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void intervalsHoldEveryValue(long seed) {
    RandomExpressions random = new RandomExpressions(seed);
    int checked = 0;
    for (int i = 0; i < 2000; i++) {
      Expr expr = random.next(4);
      Tape tape = Tape.of(expr, Map.of());
      double a = random.input();
      double b = i % 3 == 0 ? random.input() : a * (1 + 0.1 * random.between(0, 1));
      Interval x = Interval.of(Math.min(a, b), Math.max(a, b));
      Interval[] enclosures = tape.intervals(x);
      for (int k = 0; k < 4; k++) {
        double at = random.between(x.lower(), x.upper());
        Ball[] values = tape.balls(Ball.of(at));
        boolean[] skipped = new boolean[tape.size()];
        for (int n = 0; n < tape.size(); n++) {
          for (int operand : tape.operands(n)) {
            // At a pole a ball is the limit, an interval is empty; nothing is nothing to both.
            skipped[n] |=
                skipped[operand]
                    || values[operand].isNaN()
                    || Double.isInfinite(values[operand].hi());
          }
          skipped[n] |= values[n].radius() > 1e-3 * Math.abs(values[n].hi());
          if (skipped[n]) {
            continue;
          }
          if (values[n].isNaN()) {
            assertThat(enclosures[n].isDefined())
                .as("seed %d: %s is undefined at %s", seed, tape.expression(n), at)
                .isFalse();
          } else if (values[n].isFinite()) {
            double value = values[n].hi();
            double slack = values[n].radius() + Math.ulp(value);
            assertThat(
                    enclosures[n].lower() - slack <= value
                        && value <= enclosures[n].upper() + slack)
                .as(
                    "seed %d: %s at %s of %s is %s, not in %s",
                    seed, tape.expression(n), at, x, value, enclosures[n])
                .isTrue();
            checked++;
          }
        }
      }
    }
    assertThat(checked).isGreaterThan(20_000);
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5})
  void slopesHoldEveryDifferenceQuotient(long seed) {
    RandomExpressions random = new RandomExpressions(seed);
    int checked = 0;
    for (int i = 0; i < 3000; i++) {
      Expr expr = random.next(4);
      Tape tape = Tape.of(expr, Map.of());
      double a = random.input();
      Interval x = Interval.of(Math.min(a, a * 1.01), Math.max(a, a * 1.01));
      Tape.Slope slope = tape.slope(x);
      if (slope.value().grade() != Grade.CONTINUOUS || x.isPoint()) {
        continue;
      }
      double left = random.between(x.lower(), x.upper());
      double right = random.between(x.lower(), x.upper());
      Ball rise = tape.ball(right).minus(tape.ball(left));
      Ball quotient = rise.dividedBy(Ball.of(right).minus(left));
      if (left != right && quotient.isFinite()) {
        double value = quotient.hi();
        double slack = quotient.radius() + Math.ulp(value);
        assertThat(slope.slope().lower() - slack <= value && value <= slope.slope().upper() + slack)
            .as("seed %d: %s from %s to %s: %s, not in %s", seed, expr, left, right, value, slope)
            .isTrue();
        checked++;
      }
    }
    assertThat(checked).isGreaterThan(500);
  }

  @Test
  void exactOperationsStayExact() {
    Tape tape = Tape.of(Expr.constant(1), Map.of());
    assertThat(tape.interval(Interval.ENTIRE)).isEqualTo(Interval.of(1));
    assertThat(Interval.of(0.1, 0.3).minus(Interval.of(0.1)).lower()).isZero();
    assertThat(Interval.of(1).dividedBy(Interval.of(3)))
        .isEqualTo(Interval.of(1 / 3.0, Math.nextUp(1 / 3.0)));
  }
}
