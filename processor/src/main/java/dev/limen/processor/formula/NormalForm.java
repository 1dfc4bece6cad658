package dev.limen.processor.formula;

import dev.limen.processor.formula.Expr.Add;
import dev.limen.processor.formula.Expr.Call;
import dev.limen.processor.formula.Expr.Conditional;
import dev.limen.processor.formula.Expr.Constant;
import dev.limen.processor.formula.Expr.Divide;
import dev.limen.processor.formula.Expr.Multiply;
import dev.limen.processor.formula.Expr.NamedConstant;
import dev.limen.processor.formula.Expr.Negate;
import dev.limen.processor.formula.Expr.Parameter;
import dev.limen.processor.formula.Expr.Power;
import dev.limen.processor.formula.Expr.Subtract;
import dev.limen.processor.formula.Expr.Variable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Expressions as sums of products and back. Within one instance equal expressions, up to the order
 * of terms and factors, are one object.
 *
 * <p>Sums and products are read whole before any rule looks at them, so that a rule sees all terms
 * and not those that happen to stand side by side.
 */
final class NormalForm {

  private static final Rational THREE_HALVES = Rational.of(1.5);

  private final Signs signs = new Signs();
  private final IdentityHashMap<Expr, Expr> simplified = new IdentityHashMap<>();
  private final IdentityHashMap<Expr, Sum> rawSums = new IdentityHashMap<>();
  private final IdentityHashMap<Expr, Product> rawProducts = new IdentityHashMap<>();
  private final IdentityHashMap<Expr, Sum> sums = new IdentityHashMap<>();
  private final IdentityHashMap<Expr, Product> products = new IdentityHashMap<>();
  private final Map<Structure.Shallow, Expr> shared = new HashMap<>();
  private final Map<Object, Expr> written = new HashMap<>();
  private final IdentityHashMap<Expr, Boolean> variables = new IdentityHashMap<>();
  private final IdentityHashMap<Expr, Boolean> parameters = new IdentityHashMap<>();
  private final SumRules sumRules = new SumRules(this);
  private final ProductRules productRules = new ProductRules(this);
  private final CallRules callRules = new CallRules(this);

  Signs.Sign sign(Expr expr) {
    return signs.of(expr);
  }

  Expr simplify(Expr raw) {
    Expr known = simplified.get(raw);
    if (known != null) {
      return known;
    }
    Expr result =
        switch (raw) {
          case Constant c -> share(c);
          case NamedConstant c -> share(c);
          case Variable v -> share(v);
          case Parameter p -> share(p);
          case Negate n -> write(sumRules.apply(rawSum(n)));
          case Add b -> write(sumRules.apply(rawSum(b)));
          case Subtract b -> write(sumRules.apply(rawSum(b)));
          case Multiply b -> finish(rawProduct(b));
          case Divide b -> finish(rawProduct(b));
          case Power b -> finish(rawProduct(b));
          case Call c when c.function() == Function.POW ->
              simplify(new Power(c.arguments().get(0), c.arguments().get(1)));
          case Call c -> call(c.function(), c.arguments().stream().map(this::simplify).toList());
          case Conditional c ->
              conditional(
                  c.relation(),
                  simplify(c.left()),
                  simplify(c.right()),
                  simplify(c.then()),
                  simplify(c.otherwise()));
        };
    simplified.put(raw, result);
    simplified.put(result, result);
    return result;
  }

  // What follows takes simplified expressions and gives simplified expressions.

  Expr call(Function function, List<Expr> arguments) {
    return callRules.apply(function, arguments);
  }

  Expr call(Function function, Expr argument) {
    return call(function, List.of(argument));
  }

  Expr conditional(Relation relation, Expr left, Expr right, Expr then, Expr otherwise) {
    return callRules.conditional(relation, left, right, then, otherwise);
  }

  Expr add(Expr left, Expr right) {
    return write(sumRules.apply(plus(sum(left), sum(right))));
  }

  Expr subtract(Expr left, Expr right) {
    return write(sumRules.apply(plus(sum(left), sum(right).negate())));
  }

  Expr multiply(Expr left, Expr right) {
    return finish(factor(left).times(factor(right)));
  }

  Expr divide(Expr left, Expr right) {
    return finish(factor(left).times(reciprocal(right)));
  }

  Expr scale(Expr expr, Rational factor) {
    return finish(factor(expr).times(factor));
  }

  Expr negate(Expr expr) {
    return write(sum(expr).negate());
  }

  /** Whether the expression is written with a minus sign before all of it. */
  boolean isNegative(Expr expr) {
    return sum(expr).products().stream().allMatch(term -> term.coefficient().signum() < 0)
        && sum(expr).size() > 0;
  }

  /** Whether one is minus the other. */
  boolean areOpposite(Expr one, Expr other) {
    return sum(one).equals(sum(other).negate());
  }

  /** Whether no variable and no parameter occurs in it. */
  boolean isConstant(Expr expr) {
    return !dependsOn(expr, variables, Variable.class)
        && !dependsOn(expr, parameters, Parameter.class);
  }

  boolean hasVariable(Expr expr) {
    return dependsOn(expr, variables, Variable.class);
  }

  boolean hasParameter(Expr expr) {
    return dependsOn(expr, parameters, Parameter.class);
  }

  private static boolean dependsOn(
      Expr expr, IdentityHashMap<Expr, Boolean> known, Class<? extends Expr> leaf) {
    Boolean depends = known.get(expr);
    if (depends == null) {
      depends = leaf.isInstance(expr);
      for (Expr child : expr.children()) {
        depends |= dependsOn(child, known, leaf);
      }
      known.put(expr, depends);
    }
    return depends;
  }

  /** Applies the rules of sums. */
  Sum simplified(Sum sum) {
    return sumRules.apply(sum);
  }

  /** The same operation, the same object where the operands are. */
  Expr rebuilt(Expr expr, List<Expr> children) {
    List<Expr> old = expr.children();
    for (int i = 0; i < old.size(); i++) {
      if (!Structure.same(old.get(i), children.get(i))) {
        return rebuild(expr, children);
      }
    }
    return expr;
  }

  /** The simplified operation of an expression on other operands. */
  Expr rebuild(Expr expr, List<Expr> children) {
    return switch (expr) {
      case Negate n -> negate(children.get(0));
      case Add b -> add(children.get(0), children.get(1));
      case Subtract b -> subtract(children.get(0), children.get(1));
      case Multiply b -> multiply(children.get(0), children.get(1));
      case Divide b -> divide(children.get(0), children.get(1));
      case Power b -> power(children.get(0), children.get(1));
      case Call c -> call(c.function(), children);
      case Conditional c ->
          conditional(
              c.relation(), children.get(0), children.get(1), children.get(2), children.get(3));
      case Constant c -> share(c);
      case NamedConstant c -> share(c);
      case Variable v -> share(v);
      case Parameter p -> share(p);
    };
  }

  Sum plus(List<Sum> parts) {
    return Sum.of(parts, this::isTotal);
  }

  Sum plus(Sum left, Sum right) {
    return left.plus(right, this::isTotal);
  }

  /** Whether a product is defined and finite everywhere. */
  boolean isTotal(Product product) {
    return sign(writeProduct(product)).total();
  }

  /** A simplified expression as a sum. */
  Sum sum(Expr expr) {
    Sum known = sums.get(expr);
    if (known != null) {
      return known;
    }
    Sum sum =
        switch (expr) {
          // The first terms of a longer sum, which was written as a whole.
          case Add(Expr left, Expr right) -> plus(sum(left), sum(right));
          case Subtract(Expr left, Expr right) -> plus(sum(left), sum(right).negate());
          default -> {
            Product term = product(expr);
            yield term.coefficient().isZero() && term.isConstant() ? Sum.ZERO : Sum.of(term);
          }
        };
    if (sum.size() > 1) {
      sums.put(expr, sum);
    }
    return sum;
  }

  /** A simplified expression as a product; a sum of several terms is one factor. */
  Product product(Expr expr) {
    if (expr instanceof Constant(double value)) {
      return Product.of(Rational.of(value));
    }
    Product known = products.get(expr);
    if (known == null) {
      known =
          switch (expr) {
            // The first factors of a longer product, which was written as a whole.
            case Multiply(Expr left, Expr right) -> product(left).times(product(right));
            case Divide(Expr left, Expr right) when !product(right).coefficient().isZero() ->
                product(left).times(product(right).power(-1));
            case Power(Expr base, Constant(double value))
                when Rational.of(value).isSmallInteger()
                    && value != 0
                    && !product(base).coefficient().isZero() ->
                Product.of(base, Rational.of(value));
            default -> Product.of(expr);
          };
      products.put(expr, known);
    }
    return known;
  }

  /** Likewise, with a coefficient that all terms of a sum share in front of it. */
  Product factor(Expr expr) {
    Sum sum = sums.get(expr);
    if (sum == null || sum.size() < 2) {
      return product(expr);
    }
    Rational common = null;
    boolean negative = true;
    for (Rational coefficient : sum.terms().values()) {
      negative &= coefficient.signum() < 0;
      common =
          common == null || common.equals(coefficient.abs()) ? coefficient.abs() : Rational.ZERO;
    }
    Rational size = common.isZero() ? Rational.ONE : common;
    Rational content = negative ? size.negate() : size;
    return content.equals(Rational.ONE)
        ? product(expr)
        : Product.of(write(sum.scaled(Rational.ONE.over(content)))).times(content);
  }

  Product reciprocal(Expr expr) {
    Product product = factor(expr);
    return product.coefficient().isZero()
        ? Product.of(share(new Divide(Expr.ONE, expr)))
        : power(product, -1);
  }

  Expr power(Expr base, Expr exponent) {
    return callRules.power(base, exponent);
  }

  Expr square(Expr expr) {
    return finish(power(factor(expr), 2));
  }

  /**
   * An integer power, factor by factor. A product with a parameter in it is raised as a whole: it
   * is needed by itself more often than not, as u in {@code erf(u)} and {@code exp(-u^2)}.
   */
  Product power(Product product, int exponent) {
    long varying = product.factors().keySet().stream().filter(base -> !isConstant(base)).count();
    if (exponent < 2
        || varying < 2
        || product.factors().keySet().stream().noneMatch(this::hasParameter)) {
      return product.power(exponent);
    }
    Product rest = Product.of(product.coefficient());
    Product whole = Product.ONE;
    for (Map.Entry<Expr, Rational> factor : product.factors().entrySet()) {
      if (isConstant(factor.getKey())) {
        rest = rest.times(factor.getKey(), factor.getValue());
      } else {
        whole = whole.times(factor.getKey(), factor.getValue());
      }
    }
    return rest.power(exponent).times(writeProduct(whole), Rational.of(exponent));
  }

  private Sum rawSum(Expr raw) {
    Sum known = rawSums.get(raw);
    if (known == null) {
      known =
          switch (raw) {
            case Add(Expr left, Expr right) -> plus(rawSum(left), rawSum(right));
            case Subtract(Expr left, Expr right) -> plus(rawSum(left), rawSum(right).negate());
            case Negate(Expr operand) -> rawSum(operand).negate();
            default -> sum(simplify(raw));
          };
      rawSums.put(raw, known);
    }
    return known;
  }

  private Product rawProduct(Expr raw) {
    Product known = rawProducts.get(raw);
    if (known == null) {
      known =
          switch (raw) {
            case Multiply(Expr left, Expr right) -> rawProduct(left).times(rawProduct(right));
            case Divide(Expr left, Expr right) -> {
              Product divisor = rawProduct(right);
              yield divisor.coefficient().isZero()
                  ? rawProduct(left).times(reciprocal(simplify(right)))
                  : rawProduct(left).times(power(divisor, -1));
            }
            case Negate(Expr operand) -> rawProduct(operand).negate();
            case Power(Expr left, Expr right) -> rawPower(left, simplify(right));
            default -> factor(simplify(raw));
          };
      rawProducts.put(raw, known);
    }
    return known;
  }

  private Product rawPower(Expr left, Expr exponent) {
    if (!(exponent instanceof Constant(double value))) {
      Expr base = simplify(left);
      return isFractionalPower(base, exponent)
          ? Product.of(base, product(exponent).coefficient())
          : product(power(base, exponent));
    }
    Rational rational = Rational.of(value);
    if (!rational.isSmallInteger()) {
      return fractionalPower(simplify(left), rational);
    }
    Product base = rawProduct(left);
    if (rational.isZero()) {
      Expr whole = finish(base);
      return sign(whole).total()
          ? Product.ONE
          : Product.of(share(new Power(whole, share(exponent))));
    }
    if (base.coefficient().isZero()) {
      Expr whole = finish(base);
      boolean zero = rational.signum() > 0;
      return zero ? base : Product.of(share(new Power(whole, share(exponent))));
    }
    return power(base, rational.intValue());
  }

  /**
   * Whether the exponent is a fraction like 1/3, and the base one factor for which powers of it may
   * be multiplied.
   */
  boolean isFractionalPower(Expr base, Expr exponent) {
    return !(exponent instanceof Constant)
        && product(exponent).isConstant()
        && factor(base).equals(Product.of(base))
        && !isConstant(base)
        && sign(base).isPositive();
  }

  /** A simplified base to a power that is no integer, or a huge one. */
  Product fractionalPower(Expr base, Rational exponent) {
    Product factors = factor(base);
    Rational coefficient = factors.coefficient();
    if (base.equals(Expr.ONE)) {
      return Product.ONE;
    }
    if (coefficient.isZero() && exponent.signum() > 0) {
      return factors;
    }
    if (coefficient.signum() > 0 && sign(base).isNotNegative() && !exponent.isInteger()) {
      Product result = root(coefficient, exponent);
      boolean possible = result != null;
      for (Map.Entry<Expr, Rational> factor : factors.factors().entrySet()) {
        if (possible) {
          Expr of = factor.getKey();
          if (!sign(of).isNotNegative()) {
            possible = factor.getValue().isEven();
            of = possible ? call(Function.ABS, of) : of;
          }
          Rational power = factor.getValue().times(exponent);
          possible &= power.isInteger() || power.isDouble();
          result = possible ? result.times(factor(of, power)) : result;
        }
      }
      if (possible) {
        return result;
      }
    }
    Rational twice = exponent.times(Rational.TWO);
    if (!exponent.isInteger() && twice.isSmallInteger() && !coefficient.isZero()) {
      // u^(3/2) = u*sqrt(u), with the same domain.
      int direction = exponent.signum();
      Rational rest = exponent.minus(Rational.HALF.times(Rational.of(direction)));
      Expr root = share(Expr.call(Function.SQRT, base));
      Product roots = Product.of(root, Rational.of(direction));
      return rest.isZero() ? roots : factors.power(rest.intValue()).times(roots);
    }
    return Product.of(share(new Power(base, share(new Constant(exponent.toDouble())))));
  }

  /** A simplified base to an exponent. */
  Product raised(Expr base, Rational exponent) {
    if (exponent.equals(Rational.ONE)) {
      return factor(base);
    }
    return exponent.isDouble()
        ? factor(power(base, share(new Constant(exponent.toDouble()))))
        : Product.of(base, exponent);
  }

  private Product factor(Expr base, Rational exponent) {
    Product product = product(base);
    return exponent.isSmallInteger()
        ? power(product, exponent.intValue())
        : Product.of(base, exponent);
  }

  /** A positive coefficient to a fractional power; null where it cannot be written. */
  private Product root(Rational coefficient, Rational exponent) {
    if (coefficient.equals(Rational.ONE)) {
      return Product.ONE;
    }
    if (exponent.times(Rational.TWO).isSmallInteger()) {
      Rational root = coefficient.exactRoot();
      if (root != null && Product.isWritable(root)) {
        return Product.of(root).power(exponent.times(Rational.TWO).intValue());
      }
    }
    return new Product(Rational.ONE, Product.literals(coefficient, 1).scaled(exponent));
  }

  /** Applies the rules of products and writes the result. */
  Expr finish(Product raw) {
    Product product = productRules.apply(raw);
    if (product.coefficient().isZero() && isTotal(product.monomial())) {
      return share(Expr.ZERO);
    }
    Expr whole = productRules.branches(product);
    if (whole != null) {
      return whole;
    }
    if (product.coefficient().equals(Rational.MINUS_ONE)) {
      // -(a - b) is b - a.
      return write(sum(writeProduct(product.monomial())).negate());
    }
    return write(product);
  }

  /** Writes a product as it is. */
  Expr write(Product product) {
    return product.coefficient().signum() < 0 ? write(Sum.of(product)) : writeProduct(product);
  }

  /** Writes a sum as it is. */
  Expr write(Sum sum) {
    if (sum.size() == 0) {
      return share(Expr.ZERO);
    }
    List<Product> terms = new ArrayList<>(sum.products());
    if (terms.size() == 1) {
      return writeSigned(terms.getFirst());
    }
    Expr known = written.get(sum);
    if (known != null) {
      return known;
    }
    int first = 0;
    while (first < terms.size() && terms.get(first).coefficient().signum() < 0) {
      first++;
    }
    Expr result;
    if (first == terms.size()) {
      result = share(new Negate(write(sum.negate())));
    } else {
      terms.addFirst(terms.remove(first));
      result = writeProduct(terms.getFirst());
      for (Product term : terms.subList(1, terms.size())) {
        result =
            term.coefficient().signum() < 0
                ? new Subtract(result, writeProduct(term.negate()))
                : new Add(result, writeProduct(term));
        // Every prefix is a sum of its own.
        result = share(result);
      }
    }
    sums.put(result, sum);
    written.put(sum, result);
    simplified.put(result, result);
    return result;
  }

  private Expr writeSigned(Product term) {
    if (term.coefficient().signum() >= 0) {
      return writeProduct(term);
    }
    if (term.isConstant() && term.coefficient().isDouble()) {
      return share(new Constant(term.coefficient().toDouble()));
    }
    Expr known = written.get(term);
    if (known != null) {
      return known;
    }
    Expr result = share(new Negate(writeProduct(term.negate())));
    products.put(result, term);
    written.put(term, result);
    simplified.put(result, result);
    return result;
  }

  /** Writes a product whose coefficient is not negative. */
  private Expr writeProduct(Product product) {
    Expr known = written.get(product);
    if (known == null) {
      known = share(new ProductWriter(product).write());
      if (!(known instanceof Constant) && !isAtom(product)) {
        products.put(known, product);
      }
      written.put(product, known);
      simplified.put(known, known);
    }
    return known;
  }

  private static boolean isAtom(Product product) {
    return product.coefficient().equals(Rational.ONE)
        && product.factors().size() == 1
        && product.factors().values().iterator().next().equals(Rational.ONE);
  }

  /** The number of different expressions that were made so far. */
  int size() {
    return shared.size();
  }

  /** The one object that stands for all equal ones; the operands are such objects already. */
  Expr share(Expr expr) {
    Expr known = shared.putIfAbsent(new Structure.Shallow(expr), expr);
    return known == null ? expr : known;
  }

  /** Puts the factors of one product in their order. */
  private final class ProductWriter {
    private Factors open;
    private final Rational coefficient;
    private final List<Expr> constantNumerator = new ArrayList<>();
    private final List<Expr> constantDenominator = new ArrayList<>();
    private final List<Expr> rootNumerator = new ArrayList<>();
    private final List<Expr> rootDenominator = new ArrayList<>();
    private final List<Expr> numerator = new ArrayList<>();
    private final List<Expr> denominator = new ArrayList<>();

    ProductWriter(Product product) {
      coefficient = product.coefficient();
      open = product.factors();
    }

    Expr write() {
      for (Expr base : List.copyOf(open.keySet())) {
        if (open.containsKey(base)) {
          place(base);
        }
      }
      Expr constant = constant();
      Expr top = multiply(numerator);
      if (top != null && denominator.isEmpty() && constantNumerator.isEmpty() && isReciprocal()) {
        return divide(top, constant instanceof Divide(Expr one, Expr by) ? by : constant);
      }
      if (constant != null) {
        numerator.addFirst(constant);
        top = multiply(numerator);
      }
      return divide(top == null ? share(Expr.ONE) : top, multiply(denominator));
    }

    /** Whether the constant is written 1/c with no literal for it. */
    private boolean isReciprocal() {
      Literals literals = Literals.of(coefficient);
      return literals.numerator() == 1
          && (literals.denominator() != 1 || !constantDenominator.isEmpty());
    }

    private void place(Expr base) {
      Rational exponent = open.get(base);
      open = open.without(base);
      if (base instanceof Call(Function function, List<Expr> arguments)) {
        if (function == Function.SIGMOID) {
          exponent = placeSigmoids(arguments.getFirst(), exponent);
        } else if (function == Function.COSH) {
          exponent = placeSquaredSeconds(base, exponent);
        }
      }
      if (!exponent.isZero()) {
        boolean constant = isConstant(base);
        if (constant && exponent.abs().equals(Rational.HALF)) {
          List<Expr> roots = exponent.signum() > 0 ? rootNumerator : rootDenominator;
          long literals = roots.stream().filter(Constant.class::isInstance).count();
          roots.add(base instanceof Constant ? (int) literals : roots.size(), base);
          return;
        }
        List<Expr> above = constant ? constantNumerator : numerator;
        List<Expr> below = constant ? constantDenominator : denominator;
        // What is a power all the same needs no division.
        if (exponent.signum() > 0 || isFraction(exponent)) {
          above.add(power(base, exponent));
        } else {
          below.add(power(base, exponent.negate()));
        }
      }
    }

    private Rational placeSigmoids(Expr argument, Rational exponent) {
      Expr negative = NormalForm.this.negate(argument);
      Expr other = share(Expr.call(Function.SIGMOID, negative));
      Rational others = open.getOrDefault(other, Rational.ZERO);
      if (exponent.signum() <= 0 || others.signum() <= 0) {
        return exponent;
      }
      Rational pairs = exponent.compareTo(others) < 0 ? exponent : others;
      boolean swapped = isNegative(argument);
      Expr plain = share(Expr.call(Function.SIGMOID, swapped ? negative : argument));
      Expr opposite = share(Expr.call(Function.SIGMOID, swapped ? argument : negative));
      numerator.add(power(share(new Multiply(plain, opposite)), pairs));
      open = open.without(other);
      if (!others.equals(pairs)) {
        numerator.add(power(other, others.minus(pairs)));
      }
      return exponent.minus(pairs);
    }

    private Rational placeSquaredSeconds(Expr cosh, Rational exponent) {
      if (!exponent.isSmallInteger() || exponent.compareTo(Rational.TWO.negate()) > 0) {
        return exponent;
      }
      int pairs = -exponent.intValue() / 2;
      Expr second = share(new Divide(share(Expr.ONE), power(cosh, Rational.TWO)));
      numerator.add(power(second, Rational.of(pairs)));
      return exponent.plus(Rational.of(2.0 * pairs));
    }

    private Expr power(Expr base, Rational exponent) {
      if (exponent.equals(Rational.ONE)) {
        return base;
      }
      if (exponent.equals(Rational.HALF)) {
        return share(Expr.call(Function.SQRT, base));
      }
      if (exponent.equals(THREE_HALVES)) {
        return share(new Multiply(base, power(base, Rational.HALF)));
      }
      Expr written =
          isFraction(exponent)
              ? NormalForm.this.write(Product.of(exponent))
              : share(new Constant(exponent.toDouble()));
      return share(new Power(base, written));
    }

    /** Whether an exponent is written with two literals, as 1/3 is. */
    private static boolean isFraction(Rational exponent) {
      return !exponent.isDouble() && Product.isWritable(exponent);
    }

    private Expr constant() {
      // sqrt(2/pi) rather than sqrt(2)/sqrt(pi).
      if (!rootNumerator.isEmpty()) {
        Expr below = multiply(rootDenominator);
        Expr root = divide(multiply(rootNumerator), below);
        constantNumerator.add(share(Expr.call(Function.SQRT, root)));
      } else if (!rootDenominator.isEmpty()) {
        constantDenominator.add(share(Expr.call(Function.SQRT, multiply(rootDenominator))));
      }
      Literals literals = Literals.of(coefficient);
      if (literals.numerator() != 1) {
        constantNumerator.addFirst(share(new Constant(literals.numerator())));
      }
      if (literals.denominator() != 1) {
        constantDenominator.addFirst(share(new Constant(literals.denominator())));
      }
      Expr top = multiply(constantNumerator);
      Expr bottom = multiply(constantDenominator);
      return bottom == null ? top : divide(top == null ? share(Expr.ONE) : top, bottom);
    }

    private Expr multiply(List<Expr> factors) {
      Expr product = null;
      for (Expr factor : factors) {
        product = product == null ? factor : share(new Multiply(product, factor));
      }
      return product;
    }

    private Expr divide(Expr top, Expr bottom) {
      return bottom == null ? top : share(new Divide(top, bottom));
    }
  }
}
