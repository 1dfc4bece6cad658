package dev.limen.processor.formula;

import static org.assertj.core.api.Assertions.assertThat;

import dev.limen.verify.Ball;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cancels, or grows beyond all bounds, is known to the precision of a double nevertheless. */
class EvaluationFormTest {

  private static final long SEED = 8;
  private static final double NARROW = 0x1p-60;

  private static Expr parse(String formula) throws FormulaException {
    return Parser.parse(formula, Set.of());
  }

  private static List<Double> points(Random random, int last, int step) {
    List<Double> points = new ArrayList<>();
    for (int exponent = -last; exponent < last; exponent += step) {
      double size = Math.scalb(1 + random.nextDouble(), exponent);
      points.add(size);
      points.add(-size);
    }
    return points;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exp(x)*(exp(x) + 2)/(exp(x)*(exp(x) + 2) + 2)",
        "2*x*(exp(x)*(exp(x) + 2) + exp(x)^2)/(exp(x)*(exp(x) + 2) + 2)^2",
        "cosh(x)/(1 + cosh(x))",
        "sinh(-x)/(1 + cosh(2*x))^2",
        "(3 - exp(-(2*x)))/(exp(x) + exp(-(2*x)))",
        "expm1(3*x)/(2 + exp(x)^3)",
        "log(cosh(x))",
        "log(cosh(3*x))",
        "log(2 + exp(x)^2 + exp(-x))",
        "x + sqrt(x^2 + 4)",
        "sqrt(4*x^2 + 1) + 2*x",
        "sqrt(x^2 + 3) - x",
        "x - sqrt(x^2 + 3)",
        "1 + x/sqrt(x^2 + 4)",
        "1 - x/sqrt(x^2 + 4)",
        "log(x + sqrt(x^2 + 1))",
        "x - tanh(x)",
        "tanh(2*x) - 2*x",
        "x - atan(x)",
        "sin(x/3) - x/3",
        "1/sqrt(1 + 3*x^2) - 3*x^2/(sqrt(1 + 3*x^2)*(1 + 3*x^2))",
      })
  void isNarrowAndRight(String formula) throws FormulaException {
    System.out.println("seed " + SEED);
    Expr expr = parse(formula);
    Evaluator balls = Evaluator.of(expr, List.of());
    Random random = new Random(SEED);
    List<Double> points = points(random, 1022, 31);
    points.addAll(points(random, 40, 1));
    for (double x : points) {
      Ball ball = balls.evaluate(x);
      boolean isDecided =
          ball.relativeRadius() <= NARROW
              || Math.abs(ball.hi()) > Double.MAX_VALUE
              || (ball.hi() == 0 && ball.times(0x1p1000).radius() < 0x1p-100);
      assertThat(isDecided).as("%s at %s: %s", formula, x, ball).isTrue();
    }
    PreciseEvaluator precise = PreciseEvaluator.of(expr, Map.of());
    for (double x : points(random, 24, 4)) {
      Ball ball = balls.evaluate(x);
      Ball exact = precise.evaluate(x, 30);
      assertThat(ball.minus(exact).contains(0))
          .as("%s at %s: %s instead of %s", formula, x, ball, exact)
          .isTrue();
    }
  }

  @Test
  void otherExpressionsStayAsTheyAre() throws FormulaException {
    for (String formula :
        List.of(
            "x*sigmoid(x)",
            "exp(-x^2)",
            "x/(1 + abs(x))",
            "x + sqrt(x^2 + x)",
            "x - sinh(x)",
            "log(1 + x^2)",
            "2 + x/sqrt(x^2 + 4)",
            "1/sqrt(1 + x^2) - x/(sqrt(1 + x^2)*(1 + x^2))")) {
      Expr expr = parse(formula);
      assertThat(EvaluationForm.of(expr)).isEqualTo(expr);
    }
  }

  @Test
  void aLongExpressionStaysAsItIs() throws FormulaException {
    StringBuilder formula = new StringBuilder("x - tanh(x)");
    for (int i = 1; i < 110; i++) {
      formula.append(" + sin(").append(i).append("*x)");
    }
    Expr expr = parse(formula.toString());
    assertThat(EvaluationForm.of(expr)).isEqualTo(expr);
  }
}
