package dev.limen.processor.kernel;

import dev.limen.processor.formula.Expr;
import dev.limen.processor.formula.Simplifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A function of x and parameters with one part that depends on one product of them only, {@code
 * g(factor x)}, and arithmetic around it: as the derivative of {@code x*erf(beta*x) + alpha*x}. The
 * part is as large as can be: terms of a sum that have the same other factors are one part.
 *
 * @param whole the function, in which {@link #PART} stands for the part
 * @param part the part
 */
record PartOfProduct(Expr whole, OfProduct part) {

  /** Stands for the part; no name that a formula may have. */
  static final Expr.Variable PART = new Expr.Variable("(part)");

  /** Empty where there is no such part, or more than one, or it is the whole function. */
  static Optional<PartOfProduct> of(Expr expression) {
    for (Expr factor : OfProduct.factors(expression)) {
      Search search = new Search(factor);
      Expr whole = search.around(expression);
      if (search.part != null && !search.hasSeveral && !whole.equals(PART)) {
        return Optional.of(new PartOfProduct(whole, new OfProduct(factor, search.part)));
      }
    }
    return Optional.empty();
  }

  /** Whether the function is x, or a power of it, times something. */
  boolean isMultipleOfX() {
    return whole instanceof Expr.Multiply(Expr left, Expr right)
        && (right.equals(Expr.X)
            || (right instanceof Expr.Power(Expr base, Expr exponent) && base.equals(Expr.X)));
  }

  /** Whether nothing but arithmetic is around the part. */
  boolean isArithmetic() {
    return whole.subexpressions().stream()
        .noneMatch(e -> e instanceof Expr.Call || e instanceof Expr.Conditional);
  }

  /** Looks for functions of one product. */
  private static final class Search {

    private final Forms forms = new Forms();
    private final Expr unscaled;
    private final Product factor;
    private final Map<Expr, Expr> known = new HashMap<>();
    private Expr part;
    private boolean hasSeveral;

    Search(Expr factor) {
      this.unscaled = new Expr.Divide(Expr.X, factor);
      this.factor = forms.product(factor);
    }

    /** An expression, but for the part. */
    Expr around(Expr expression) {
      Expr result = known.get(expression);
      if (result == null) {
        result = aroundAnew(expression);
        known.put(expression, result);
      }
      return result;
    }

    private Expr aroundAnew(Expr expression) {
      if (!dependsOnX(expression) || expression.equals(Expr.X)) {
        return expression;
      }
      Expr ofProduct = ofProduct(expression);
      if (ofProduct != null && isWorthTable(ofProduct)) {
        return standIn(ofProduct);
      }
      return switch (expression) {
        case Expr.Negate n -> sum(n);
        case Expr.Add b -> sum(b);
        case Expr.Subtract b -> sum(b);
        case Expr.Multiply b -> sum(b);
        case Expr.Divide b -> sum(b);
        default ->
            expression.withChildren(expression.children().stream().map(this::around).toList());
      };
    }

    private Expr sum(Expr expression) {
      Sum sum = new Sum();
      sum.add(Product.constant(Expr.ONE), expression);
      return sum.toExpr();
    }

    private Expr standIn(Expr ofProduct) {
      hasSeveral |= part != null && !part.equals(ofProduct);
      part = ofProduct;
      return PART;
    }

    /** A function of factor * x, as one of x; null for what depends on parameters otherwise. */
    private Expr ofProduct(Expr expression) {
      Expr result = Simplifier.simplify(expression.substitute(Map.of(Expr.X, unscaled)));
      return result.parameters().isEmpty() ? result : null;
    }

    /** Whether more than arithmetic is in it. */
    private boolean isWorthTable(Expr ofProduct) {
      return ofProduct.subexpressions().stream()
          .anyMatch(e -> e instanceof Expr.Call && dependsOnX(e));
    }

    private boolean dependsOnX(Expr expression) {
      return forms.kind(expression) == Forms.Kind.X;
    }

    /** The function of factor * x in a product, as one of x; null where there is none. */
    private Expr functionIn(Product product) {
      int exponent = exponentOfFactor(product.powers());
      Expr result =
          exponent == 0
              ? product.coefficient()
              : new Expr.Divide(
                  ProductLowering.times(product.coefficient(), Expr.X, exponent),
                  new Expr.Power(factor.coefficient(), Expr.constant(exponent)));
      for (Map.Entry<Expr, Integer> power : product.powers().entrySet()) {
        if (isFunction(power.getKey())) {
          Expr ofProduct = ofProduct(power.getKey());
          if (ofProduct == null) {
            return null;
          }
          result = ProductLowering.times(result, ofProduct, power.getValue());
        }
      }
      return isWorthTable(result) ? result : null;
    }

    /** What is left of a product without the function in it. */
    private Map<Expr, Integer> otherFactors(Product product) {
      Map<Expr, Integer> others = new LinkedHashMap<>(product.powers());
      int exponent = exponentOfFactor(others);
      others.keySet().removeIf(this::isFunction);
      others.merge(Expr.X, -exponent, Integer::sum);
      factor.powers().forEach((base, power) -> others.merge(base, -exponent * power, Integer::sum));
      others.values().removeIf(power -> power == 0);
      return others;
    }

    /** How often factor * x is in a product. */
    private int exponentOfFactor(Map<Expr, Integer> powers) {
      int most = powers.getOrDefault(Expr.X, 0);
      for (Map.Entry<Expr, Integer> power : factor.powers().entrySet()) {
        most = Math.min(most, powers.getOrDefault(power.getKey(), 0) / power.getValue());
      }
      return Math.max(0, most);
    }

    private boolean isFunction(Expr base) {
      return dependsOnX(base) && !base.equals(Expr.X);
    }

    /** The terms of a sum, those with the same other factors together. */
    private final class Sum {

      /** For powers of x, what of parameters they are multiplied by. */
      private final Map<Integer, Expr> powersOfX = new TreeMap<>();

      /** For other factors, what functions they are multiplied by. */
      private final Map<Map<Expr, Integer>, Expr> functions = new LinkedHashMap<>();

      private final List<Product> others = new ArrayList<>();

      /** Adds a multiple of an expression. */
      void add(Product multiple, Expr expression) {
        switch (expression) {
          case Expr.Negate(Expr operand) -> add(multiple.negate(), operand);
          case Expr.Add(Expr left, Expr right) -> {
            add(multiple, left);
            add(multiple, right);
          }
          case Expr.Subtract(Expr left, Expr right) -> {
            add(multiple, left);
            add(multiple.negate(), right);
          }
          default -> {
            Product product = forms.product(expression);
            Expr sum = sumIn(product);
            if (sum == null) {
              add(multiple.times(product));
            } else {
              add(multiple.times(product.dividedBy(Product.of(sum))), sum);
            }
          }
        }
      }

      /** A sum that is multiplied by parameters and powers of x only; null for all else. */
      private Expr sumIn(Product product) {
        List<Expr> functions =
            product.powers().keySet().stream().filter(Search.this::isFunction).toList();
        boolean isSum =
            functions.size() == 1
                && (functions.getFirst() instanceof Expr.Add
                    || functions.getFirst() instanceof Expr.Subtract)
                && product.powers().get(functions.getFirst()) == 1;
        return isSum ? functions.getFirst() : null;
      }

      private void add(Product term) {
        Expr function = functionIn(term);
        if (function != null) {
          functions.merge(otherFactors(term), function, Expr.Add::new);
          return;
        }
        int power = term.powers().getOrDefault(Expr.X, 0);
        if (power >= 0 && term.powers().keySet().stream().noneMatch(Search.this::isFunction)) {
          Map<Expr, Integer> parameters = new LinkedHashMap<>(term.powers());
          parameters.remove(Expr.X);
          powersOfX.merge(power, product(term.coefficient(), parameters), Expr.Add::new);
        } else {
          others.add(term);
        }
      }

      Expr toExpr() {
        int common = others.isEmpty() ? commonPowerOfX() : 0;
        Expr sum = null;
        for (Map.Entry<Integer, Expr> term : powersOfX.entrySet()) {
          sum = plus(sum, timesPowerOfX(term.getValue(), term.getKey() - common));
        }
        for (Map.Entry<Map<Expr, Integer>, Expr> term : functions.entrySet()) {
          Map<Expr, Integer> factors = new LinkedHashMap<>(term.getKey());
          factors.merge(Expr.X, -common, Integer::sum);
          factors.values().removeIf(power -> power == 0);
          sum = plus(sum, product(standIn(Simplifier.simplify(term.getValue())), factors));
        }
        for (Product term : others) {
          Map<Expr, Integer> factors = new LinkedHashMap<>();
          term.powers().forEach((base, power) -> factors.merge(around(base), power, Integer::sum));
          sum = plus(sum, product(term.coefficient(), factors));
        }
        return timesPowerOfX(sum, common);
      }

      private int commonPowerOfX() {
        int least = Integer.MAX_VALUE;
        for (int power : powersOfX.keySet()) {
          least = Math.min(least, power);
        }
        for (Map<Expr, Integer> factors : functions.keySet()) {
          least = Math.min(least, factors.getOrDefault(Expr.X, 0));
        }
        return Math.max(0, least);
      }
    }

    private static Expr plus(Expr sum, Expr term) {
      return sum == null ? term : new Expr.Add(sum, term);
    }

    private static Expr timesPowerOfX(Expr expression, int exponent) {
      return exponent == 0 ? expression : ProductLowering.times(expression, Expr.X, exponent);
    }

    private static Expr product(Expr coefficient, Map<Expr, Integer> powers) {
      Expr result = coefficient.equals(Expr.ONE) ? null : coefficient;
      for (Map.Entry<Expr, Integer> power : powers.entrySet()) {
        result = ProductLowering.times(result, power.getKey(), power.getValue());
      }
      return result == null ? Expr.ONE : result;
    }
  }
}
