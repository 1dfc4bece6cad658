package dev.limen.processor.kernel;

import dev.limen.processor.approx.Trigonometric;
import dev.limen.processor.formula.Expr;
import dev.limen.processor.formula.Function;
import dev.limen.processor.formula.Rational;
import dev.limen.processor.formula.Relation;
import dev.limen.verify.Ball;
import java.util.HashMap;
import java.util.Map;

/** What expressions are as functions of x, before any arithmetic is chosen for them. */
final class Forms {

  private final ConstantValues constants = new ConstantValues();
  private final Map<Expr, Kind> kinds = new HashMap<>();
  private final Map<Expr, Affine> affines = new HashMap<>();
  private final Map<Expr, Product> products = new HashMap<>();

  /** What an expression depends on. */
  enum Kind {
    CONSTANT,
    PARAMETERS,
    X
  }

  Kind kind(Expr expression) {
    Kind kind = kinds.get(expression);
    if (kind == null) {
      kind =
          switch (expression) {
            case Expr.Variable v -> Kind.X;
            case Expr.Parameter p -> Kind.PARAMETERS;
            default -> {
              Kind result = Kind.CONSTANT;
              for (Expr child : expression.children()) {
                Kind other = kind(child);
                result = other.compareTo(result) > 0 ? other : result;
              }
              yield result;
            }
          };
      kinds.put(expression, kind);
    }
    return kind;
  }

  /** Whether an expression of parameters can be computed once, before the kernel runs. */
  boolean isUniform(Expr expression) {
    return kind(expression) == Kind.PARAMETERS && !needsErrorFunction(expression);
  }

  static boolean needsErrorFunction(Expr expression) {
    return expression.subexpressions().stream()
        .anyMatch(e ->
            e instanceof Expr.Call call
                && (call.function() == Function.ERF || call.function() == Function.ERFC));
  }

  boolean isConstant(Expr expression) {
    return kind(expression) == Kind.CONSTANT;
  }

  /** The value of an expression without x and parameters, to about 30 digits. */
  Ball constant(Expr expression) {
    return constants.of(expression);
  }

  static boolean isZero(Ball ball) {
    return ball.hi() == 0 && ball.radius() == 0;
  }

  static boolean isOne(Ball ball) {
    return ball.hi() == 1 && ball.lo() == 0 && ball.radius() == 0;
  }

  /** An expression as a multiple of another and a constant. */
  Affine affine(Expr expression) {
    Affine known = affines.get(expression);
    if (known == null) {
      known = affineAnew(expression);
      affines.put(expression, known);
    }
    return known;
  }

  private Affine affineAnew(Expr expression) {
    if (kind(expression) == Kind.CONSTANT) {
      return Affine.constant(constant(expression));
    }
    Affine self = Affine.of(expression);
    return switch (expression) {
      case Expr.Negate n -> affine(n.operand()).negate();
      case Expr.Add b -> affineSum(self, affine(b.left()), affine(b.right()));
      case Expr.Subtract b -> affineSum(self, affine(b.left()), affine(b.right()).negate());
      case Expr.Multiply b -> {
        Affine left = affine(b.left());
        Affine right = affine(b.right());
        yield left.isConstant()
            ? right.times(left.intercept())
            : right.isConstant() ? left.times(right.intercept()) : self;
      }
      case Expr.Divide b -> {
        Affine right = affine(b.right());
        yield right.isConstant() ? affine(b.left()).dividedBy(right.intercept()) : self;
      }
      default -> self;
    };
  }

  private static Affine affineSum(Affine self, Affine left, Affine right) {
    boolean isAffine = left.isConstant() || right.isConstant() || left.atom().equals(right.atom());
    if (!isAffine) {
      return self;
    }
    Affine sum = left.plus(right);
    return isZero(sum.slope()) ? Affine.constant(sum.intercept()) : sum;
  }

  /** The factors of an expression, itself if it is no product. */
  Product product(Expr expression) {
    Product known = products.get(expression);
    if (known == null) {
      known = productAnew(expression);
      products.put(expression, known);
    }
    return known;
  }

  private Product productAnew(Expr expression) {
    if (kind(expression) == Kind.CONSTANT) {
      return Product.constant(expression);
    }
    Product self = Product.of(expression);
    Product result =
        switch (expression) {
          case Expr.Negate n -> product(n.operand()).negate();
          case Expr.Multiply b -> product(b.left()).times(product(b.right()));
          case Expr.Divide b -> product(b.left()).dividedBy(product(b.right()));
          case Expr.Power(Expr base, Expr.Constant(double exponent))
              when exponent == Math.rint(exponent)
                  && exponent != 0
                  && Math.abs(exponent) <= Product.MAX_EXPONENT ->
              product(base).power((int) exponent);
          default -> self;
        };
    return result.largestExponent() > Product.MAX_EXPONENT ? self : result;
  }

  /** Whether two expressions can be seen to be each other's negation. */
  boolean areOpposite(Expr a, Expr b) {
    Affine sum = affine(a).plus(affine(b));
    boolean cancels =
        !affine(a).isConstant()
            && affine(a).atom().equals(affine(b).atom())
            && isZero(sum.slope())
            && isZero(sum.intercept());
    if (cancels
        || (a instanceof Expr.Subtract s && b.equals(new Expr.Subtract(s.right(), s.left())))) {
      return true;
    }
    Product p = product(a);
    Product q = product(b);
    return p.powers().equals(q.powers())
        && !p.powers().isEmpty()
        && isZero(constant(p.coefficient()).plus(constant(q.coefficient())));
  }

  /** c in {@code sqrt(x^2 + c)}; null where c depends on x, and for all else. */
  Expr beyondSquare(Expr.Call root) {
    Expr square = new Expr.Power(Expr.X, Expr.constant(2));
    if (root.function() != Function.SQRT || !(root.argument() instanceof Expr.Add sum)) {
      return null;
    }
    Expr rest =
        sum.left().equals(square) ? sum.right() : sum.right().equals(square) ? sum.left() : null;
    return rest == null || kind(rest) == Kind.X ? null : rest;
  }

  /** What 1 - sigmoid(u) or 1 - tanh(u)^2 is without cancellation; null for all else. */
  Expr complement(Expr left, Expr right) {
    if (!left.equals(Expr.ONE)) {
      return null;
    }
    if (right instanceof Expr.Call c && c.function() == Function.SIGMOID) {
      return Expr.call(Function.SIGMOID, new Expr.Negate(c.argument()));
    }
    Product product = product(right);
    if (product.coefficient().equals(Expr.ONE) && product.powers().size() == 1) {
      Map.Entry<Expr, Integer> factor = product.powers().entrySet().iterator().next();
      if (factor.getValue() == 2
          && factor.getKey() instanceof Expr.Call c
          && c.function() == Function.TANH) {
        return new Expr.Power(Expr.call(Function.COSH, c.argument()), Expr.constant(-2));
      }
    }
    return null;
  }

  /**
   * The lesser; where they are equal or not comparable, the one that depends on x, or the first.
   */
  Expr.Conditional minimum(Expr a, Expr b) {
    Expr kept = kind(a) == Kind.X ? a : b;
    Expr other = kind(a) == Kind.X ? b : a;
    return new Expr.Conditional(Relation.GREATER, kept, other, other, kept);
  }

  /** The larger, in the same manner. */
  Expr.Conditional maximum(Expr a, Expr b) {
    Expr kept = kind(a) == Kind.X ? a : b;
    Expr other = kind(a) == Kind.X ? b : a;
    return new Expr.Conditional(Relation.LESS, kept, other, other, kept);
  }

  /** The factor of {@code factor*x}, where angles are reduced better from x; else 1. */
  static Rational factorOfAngle(Expr angle) {
    Rational factor = factorOfX(angle);
    if (factor == null || factor.signum() <= 0) {
      return Rational.ONE;
    }
    int exponent = Math.getExponent(factor.toDouble());
    // The product with a half is not rounded.
    boolean isExact = exponent <= 0 && factor.equals(Rational.TWO.power(exponent));
    boolean isWithin = Math.abs(exponent) <= Trigonometric.LARGEST_EXPONENT;
    return isWithin && !isExact ? factor : Rational.ONE;
  }

  /** Null for what is no rational multiple of x, or not written as one. */
  private static Rational factorOfX(Expr expression) {
    return switch (expression) {
      case Expr.Multiply(Expr left, Expr right) -> product(rational(left), factorOfX(right));
      case Expr.Divide(Expr left, Expr right) -> {
        Rational divisor = rational(right);
        yield divisor == null ? null : product(Rational.ONE.over(divisor), factorOfX(left));
      }
      default -> expression.equals(Expr.X) ? Rational.ONE : null;
    };
  }

  /** Null for what is not written as a fraction other than 0. */
  private static Rational rational(Expr expression) {
    return switch (expression) {
      case Expr.Constant(double value) when value != 0 && Double.isFinite(value) ->
          Rational.of(value);
      case Expr.Divide(Expr left, Expr right) -> {
        Rational divisor = rational(right);
        yield divisor == null ? null : product(rational(left), Rational.ONE.over(divisor));
      }
      default -> null;
    };
  }

  private static Rational product(Rational a, Rational b) {
    return a == null || b == null ? null : a.times(b);
  }
}
