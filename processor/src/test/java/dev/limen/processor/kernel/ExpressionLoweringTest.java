package dev.limen.processor.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.limen.Accuracy;
import dev.limen.Precision;
import dev.limen.processor.formula.Expr;
import dev.limen.processor.formula.FormulaException;
import dev.limen.processor.formula.Parser;
import dev.limen.processor.formula.Simplifier;
import dev.limen.runtime.Contract;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/**
 * The forms that need no elementary function: which operations they become, and what these give.
 */
class ExpressionLoweringTest {

  private static final Contract STANDARD = Contracts.of(Accuracy.STANDARD, Precision.F32);

  private static Graph lower(Precision precision, String formula) throws FormulaException {
    GraphBuilder builder = new GraphBuilder(precision);
    builder.x();
    Expr expression = Simplifier.simplify(Parser.parse(formula, Set.of("alpha", "beta")));
    return builder.build(new ExpressionLowering(builder, STANDARD).lower(expression));
  }

  private static float apply(String formula, float x) throws FormulaException {
    return new FloatInterpreter(lower(Precision.F32, formula), Map.of("alpha", 0.25, "beta", 1.7))
        .apply(x);
  }

  private static double apply(String formula, double x) throws FormulaException {
    return new DoubleInterpreter(lower(Precision.F64, formula), Map.of("alpha", 0.25, "beta", 1.7))
        .apply(x);
  }

  private static List<Opcode> operations(String formula) throws FormulaException {
    return lower(Precision.F32, formula).nodes().stream()
        .map(Node::opcode)
        .filter(opcode ->
            opcode != Opcode.CONSTANT && opcode != Opcode.INPUT && opcode != Opcode.UNIFORM)
        .toList();
  }

  @Test
  void reluIsOneSelectThatKeepsTheSignOfZeroAndNaN() throws FormulaException {
    for (String relu : List.of("relu(x)", "max(0, x)", "max(x, 0)", "x < 0 ? 0 : x")) {
      assertThat(operations(relu)).as(relu).containsExactly(Opcode.LESS, Opcode.SELECT);
      assertThat(apply(relu, -0f)).as(relu).isEqualTo(Float.valueOf(-0f));
      assertThat(apply(relu, 0f)).as(relu).isEqualTo(Float.valueOf(0f));
      assertThat(apply(relu, Float.NaN)).as(relu).isNaN();
      assertThat(apply(relu, Float.NEGATIVE_INFINITY)).as(relu).isZero();
      assertThat(apply(relu, Float.POSITIVE_INFINITY)).as(relu).isEqualTo(1 / 0f);
    }
  }

  @Test
  void nanPassesWhereABranchDependsOnX() throws FormulaException {
    for (String formula :
        List.of(
            "x > 1 ? 1 : x",
            "x < 1 ? x : 1",
            "x <= 1 ? x : 1",
            "x >= 1 ? 1 : x",
            "min(x, 6)",
            "min(6, max(x, 0))",
            "clamp(x, -1, 1)",
            "sign(x)",
            "abs(x)",
            "x < -1 ? 0 : x < 1 ? (x + 1)/2 : 1")) {
      assertThat(apply(formula, Float.NaN)).as(formula).isNaN();
      assertThat(apply(formula, Double.NaN)).as(formula).isNaN();
    }
  }

  @Test
  void theChoiceInAProductComesLastAndComparesX() throws FormulaException {
    for (String formula :
        List.of(
            "x * clamp(x + 3, 0, 6)/6",
            "x * min(max(x + 3, 0), 6)/6",
            "x * min(6, relu(x + 3))/6")) {
      Graph graph = lower(Precision.F32, formula);
      assertThat(operations(formula))
          .as(formula)
          .containsExactlyInAnyOrder(
              Opcode.LESS,
              Opcode.LESS,
              Opcode.ADD,
              Opcode.MULTIPLY,
              Opcode.MULTIPLY,
              Opcode.SELECT,
              Opcode.SELECT);
      assertThat(graph.nodes())
          .filteredOn(node -> node.opcode() == Opcode.LESS)
          .allMatch(
              less -> less.operands().stream().anyMatch(node -> node.opcode() == Opcode.INPUT));
      assertThat(graph.outputs().getFirst().opcode()).isEqualTo(Opcode.SELECT);
      assertThat(apply(formula, Float.NEGATIVE_INFINITY)).as(formula).isZero();
      assertThat(apply(formula, -3f)).as(formula).isZero();
      assertThat(apply(formula, 1f)).as(formula).isEqualTo(2 / 3f);
      assertThat(apply(formula, 3f)).as(formula).isEqualTo(3);
      assertThat(apply(formula, Math.nextUp(3f))).as(formula).isEqualTo(Math.nextUp(3f));
      assertThat(apply(formula, Float.POSITIVE_INFINITY)).as(formula).isInfinite();
      assertThat(apply(formula, Float.NaN)).as(formula).isNaN();
    }
  }

  @Test
  void anAffineFunctionIsOneFmaWhereItsCoefficientsAreExact() throws FormulaException {
    assertThat(operations("(x + 1)/2")).containsExactly(Opcode.FMA);
    assertThat(operations("-(3 - x*2)/4")).containsExactly(Opcode.FMA);
    assertThat(operations("2*(x + 1) - x")).containsExactly(Opcode.ADD);
    assertThat(operations("3*x/4")).containsExactly(Opcode.MULTIPLY);
    assertThat(operations("-x")).containsExactly(Opcode.NEGATE);
  }

  @Test
  void anAffineFunctionIsAccurateNextToItsZero() throws FormulaException {
    // The zero is a third of an ulp from the next float.
    assertThat(operations("0.3*x + 0.5")).containsExactly(Opcode.ADD, Opcode.ADD, Opcode.MULTIPLY);
    // 0.2 is the double, so the zero is -2.5 but for 1.4e-16: nothing to any float but -2.5 itself.
    assertThat(operations("0.2*x + 0.5")).containsExactly(Opcode.ADD, Opcode.MULTIPLY);
    for (double slope : new double[] {0.2, 0.3}) {
      float x = (float) (-0.5 / slope);
      for (int i = 0; i < 5; i++) {
        double exact = Math.fma(slope, (double) x, 0.5);
        float value = apply(slope + "*x + 0.5", x);
        if (i == 0 && slope == 0.2) {
          assertThat(Math.abs(value - exact)).isLessThan(1e-16);
        } else {
          assertThat(value)
              .as("%s at %s", slope, x)
              .isCloseTo((float) exact, Percentage.withPercentage(1e-5));
        }
        x = Math.nextUp(x);
      }
    }
    assertThat(apply("clamp(0.2*x + 0.5, 0, 1)", -2.5f)).isZero();
    assertThat(apply("clamp(0.2*x + 0.5, 0, 1)", 2.5f)).isEqualTo(1);
    // The zero of x/6 + 0.5 is -3, though 1/6 is no number of either precision.
    assertThat(operations("x/6 + 0.5")).containsExactly(Opcode.ADD, Opcode.MULTIPLY);
    assertThat(apply("x/6 + 0.5", -3f)).isZero();
    assertThat(apply("x/6 + 0.5", -3.0)).isZero();
    assertThat(apply("x/6 + 0.5", 3f)).isEqualTo(1);
    assertThat(apply("x/6 + 0.5", 3.0)).isEqualTo(1);
    for (String formula : List.of("0.2*x + 0.5", "x/6 + 0.5", "0.3 - x/7")) {
      assertThat(apply(formula, Float.POSITIVE_INFINITY)).as(formula).isInfinite();
      assertThat(apply(formula, Float.NEGATIVE_INFINITY)).as(formula).isInfinite();
    }
  }

  @Test
  void hardSwishIsXWhereItShouldBe() throws FormulaException {
    String formula = "x*min(max(x + 3, 0), 6)/6";
    for (float x = 3; x < 1e30f; x *= 1.37f) {
      assertThat(apply(formula, x)).isEqualTo(x);
      assertThat(apply(formula, -x)).isZero();
    }
  }

  @Test
  void conditionsAreDecidedExactly() throws FormulaException {
    // 0.1f is above 0.1, so it is the least float that is not below.
    assertThat(apply("x < 0.1 ? x : 1", 0.1f)).isEqualTo(1);
    assertThat(apply("x < 0.1 ? x : 1", Math.nextDown(0.1f))).isLessThan(0.2f);
    assertThat(apply("x < 0.1 ? x : 1", 0.1)).isEqualTo(1);
    assertThat(apply("x <= 0.1 ? x : 1", 0.1)).isEqualTo(0.1);
    assertThat(apply("x <= 0.1 ? x : 1", Math.nextUp(0.1))).isEqualTo(1);
    assertThat(apply("x > 2 ? x : 1", 2f)).isEqualTo(1);
    assertThat(apply("x >= 2 ? x : 1", 2f)).isEqualTo(2);
    assertThat(apply("x < 0 ? 1 : x", -Float.MIN_VALUE)).isEqualTo(1);
    assertThat(apply("x < 0 ? 1 : x", -0f)).isZero();
    // Of affine functions as well: 1 - 2x > 1/3 means x < 1/3.
    float third = 1 / 3f;
    assertThat(apply("1 - 2*x > 1/3 ? x : 1", Math.nextDown(third))).isLessThan(0.4f);
    assertThat(apply("1 - 2*x > 1/3 ? x : 1", third)).isEqualTo(1);
    assertThat(operations("1 - 2*x > 1/3 ? x : 1")).containsExactly(Opcode.LESS, Opcode.SELECT);
  }

  @Test
  void conditionsOnBoundsAreConditionsOnX() throws FormulaException {
    // x + 3 rounds to 6 at the neighbours of 3.
    for (String condition :
        List.of(
            "max(x + 3, 0) > 6",
            "min(max(x + 3, 0), 9) > 6",
            "clamp(x + 3, 0, 9) > 6",
            "relu(2*x + 6) > 12",
            "-relu(x + 3) < -6")) {
      String formula = condition + " ? 1 : -x";
      assertThat(operations(formula))
          .as(condition)
          .containsExactlyInAnyOrder(Opcode.LESS, Opcode.NEGATE, Opcode.SELECT);
      assertThat(apply(formula, 3f)).as(condition).isEqualTo(-3);
      assertThat(apply(formula, Math.nextUp(3f))).as(condition).isEqualTo(1);
      assertThat(apply(formula, Math.nextUp(3.0))).as(condition).isEqualTo(1);
    }
    assertThat(operations("max(x, 2) < 1 ? 1 : -x")).containsExactly(Opcode.NEGATE);
    assertThat(operations("min(x, 2) > 2 ? 1 : -x")).containsExactly(Opcode.NEGATE);
    assertThat(operations("max(x, 2) >= 2 ? -x : 1")).containsExactly(Opcode.NEGATE);
    assertThat(apply("abs(x) < 0.1 ? 0 : x", 0.1f)).isEqualTo(0.1f);
    assertThat(apply("abs(x) < 0.1 ? 0 : x", Math.nextDown(0.1f))).isZero();
  }

  @Test
  void productsHaveAllDigitsWhereAFactorHasNot() throws FormulaException {
    // sigmoid(-95) and exp(-95) are subnormal floats, and erfc(9.5) as well.
    float tail = (float) (-95 * Math.exp(-95));
    assertThat(apply("x*sigmoid(x)", -95f)).isCloseTo(tail, offset(4 * Float.MIN_VALUE));
    assertThat(apply("x*exp(x)", -95f)).isCloseTo(tail, offset(4 * Float.MIN_VALUE));
    assertThat(apply("x*x*x*sigmoid(x)*sigmoid(-x)", -95f))
        .isCloseTo(95 * 95 * tail, Percentage.withPercentage(1e-4));
    assertThat(apply("x/cosh(x/2)^2", -95f)).isCloseTo(4 * tail, offset(8 * Float.MIN_VALUE));
    double erfc = 9.5 * 1.0 / (9.5 * Math.sqrt(Math.PI)) * Math.exp(-90.25) * (1 - 1 / 180.5);
    assertThat(apply("x*erfc(x)", 9.5f)).isCloseTo((float) erfc, Percentage.withPercentage(0.02));
    // e^90 is infinite as a float, but not over 90^2.
    assertThat(apply("exp(x)/x^2", 90f))
        .isCloseTo((float) (Math.exp(90) / 8100), Percentage.withPercentage(1e-4));
  }

  @Test
  void equalSubexpressionsAreOneNode() throws FormulaException {
    GraphBuilder builder = new GraphBuilder(Precision.F32);
    ExpressionLowering lowering = new ExpressionLowering(builder, STANDARD);
    Expr value = Parser.parse("x < -1 ? 0 : x < 1 ? (x + 1)^2/4 : x", Set.of());
    Expr derivative = Parser.parse("x < -1 ? 0 : x < 1 ? (x + 1)/2 : 1", Set.of());
    Graph both = builder.build(lowering.lower(value), lowering.lower(derivative));
    assertThat(both.nodes()).filteredOn(node -> node.opcode() == Opcode.LESS).hasSizeBetween(2, 4);
    assertThat(builder.build(lowering.lower(value)).nodes().size()).isLessThan(both.nodes().size());
  }

  @Test
  void aProductAddedIsRoundedOnce() throws FormulaException {
    assertThat(operations("x*x + x")).containsExactly(Opcode.FMA);
    assertThat(operations("x - x^2/2")).containsExactly(Opcode.MULTIPLY, Opcode.FMA);
    assertThat(operations("1 - (1 - abs(x)/4)^2/2"))
        .containsExactly(Opcode.ABS, Opcode.FMA, Opcode.MULTIPLY, Opcode.FMA);
  }

  @Test
  void aSquareInADenominatorDoesNotOverflow() throws FormulaException {
    float x = 1e21f;
    assertThat(apply("1/(1 + abs(x))^2", x)).isEqualTo((float) 1e-42);
  }

  @Test
  void parametersAreUniforms() throws FormulaException {
    Graph graph = lower(Precision.F32, "2*beta*(1 - alpha)*x + 3");
    assertThat(graph.uniforms()).hasSize(1);
    assertThat(operations("2*beta*(1 - alpha)*x + 3")).containsExactly(Opcode.FMA);
    assertThat(apply("2*beta*(1 - alpha)*x + 3", 5f)).isEqualTo(5f * (float) (3.4 * 0.75) + 3);
    assertThat(apply("x < alpha ? 0 : x", 0.2f)).isZero();
    assertThat(apply("x < alpha ? 0 : x", 0.25f)).isEqualTo(0.25f);
  }

  @Test
  void constantsAreRoundedOnce() throws FormulaException {
    // In floats 1/49*49 is not 1.
    assertThat(apply("x*(1/49*49)", 1f)).isEqualTo(1);
    assertThat(apply("x*sqrt(2/pi)", 1.0)).isEqualTo(0.7978845608028654);
    assertThat(apply("x*exp(1)", 1.0)).isEqualTo(Math.E);
  }
}
