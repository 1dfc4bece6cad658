package dev.limen.processor.formula;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A polynomial in x with exact coefficients.
 *
 * @param coefficients of x^0, x^1, ...; the last one is not 0, but for the zero polynomial, which
 *     has none
 */
record Polynomial(List<Rational> coefficients) {

  /** Bits to which an irrational root is known. */
  private static final int BITS = 220;

  private static final MathContext PRECISE = new MathContext(70);

  /** Bits that leave few doubles to try. */
  private static final int DOUBLE_BITS = 58;

  /** Enough for a root of the size of the smallest double. */
  private static final int MAX_STEPS = 1500;

  Polynomial {
    int size = coefficients.size();
    while (size > 0 && coefficients.get(size - 1).isZero()) {
      size--;
    }
    coefficients = List.copyOf(coefficients.subList(0, size));
  }

  static Polynomial of(Rational... coefficients) {
    return new Polynomial(Arrays.asList(coefficients));
  }

  int degree() {
    return coefficients.size() - 1;
  }

  Rational at(Rational x) {
    Rational value = Rational.ZERO;
    for (int i = degree(); i >= 0; i--) {
      value = value.times(x).plus(coefficients.get(i));
    }
    return value;
  }

  Polynomial plus(Polynomial other) {
    List<Rational> sums = new ArrayList<>();
    for (int i = 0; i <= Math.max(degree(), other.degree()); i++) {
      sums.add(coefficient(i).plus(other.coefficient(i)));
    }
    return new Polynomial(sums);
  }

  private Rational coefficient(int exponent) {
    return exponent <= degree() ? coefficients.get(exponent) : Rational.ZERO;
  }

  Polynomial times(Polynomial other) {
    Polynomial product = of();
    for (int i = 0; i <= degree(); i++) {
      List<Rational> shifted = new ArrayList<>(Collections.nCopies(i, Rational.ZERO));
      for (Rational coefficient : other.coefficients) {
        shifted.add(coefficient.times(coefficients.get(i)));
      }
      product = product.plus(new Polynomial(shifted));
    }
    return product;
  }

  /** A power, of an exponent that is not negative. */
  Polynomial power(int exponent) {
    Polynomial product = of(Rational.ONE);
    for (int i = 0; i < exponent; i++) {
      product = product.times(this);
    }
    return product;
  }

  private Polynomial derivative() {
    List<Rational> slopes = new ArrayList<>();
    for (int i = 1; i <= degree(); i++) {
      slopes.add(coefficients.get(i).times(Rational.of(i)));
    }
    return new Polynomial(slopes);
  }

  private Polynomial negate() {
    return new Polynomial(coefficients.stream().map(Rational::negate).toList());
  }

  /** The quotient and the remainder of a division. */
  private Polynomial[] dividedBy(Polynomial divisor) {
    Rational[] rest = coefficients.toArray(Rational[]::new);
    int steps = Math.max(0, degree() - divisor.degree() + 1);
    Rational[] quotient = new Rational[steps];
    Rational leading = divisor.coefficients.getLast();
    for (int k = steps - 1; k >= 0; k--) {
      quotient[k] = rest[k + divisor.degree()].over(leading);
      for (int i = 0; i <= divisor.degree(); i++) {
        rest[k + i] = rest[k + i].minus(quotient[k].times(divisor.coefficients.get(i)));
      }
    }
    return new Polynomial[] {of(quotient), of(rest)};
  }

  private Polynomial greatestCommonDivisor(Polynomial other) {
    Polynomial a = this;
    Polynomial b = other;
    while (b.degree() >= 0) {
      Polynomial rest = a.dividedBy(b)[1];
      a = b;
      b = rest;
    }
    return a;
  }

  /** Its real roots, in ascending order, each once. */
  List<Root> roots() {
    if (degree() < 1) {
      return List.of();
    }
    if (degree() == 1) {
      return List.of(Root.exact(coefficients.get(0).negate().over(coefficients.get(1))));
    }
    if (degree() == 2) {
      return quadraticRoots();
    }
    Polynomial simple = dividedBy(greatestCommonDivisor(derivative()))[0];
    return simple.degree() <= 2 ? simple.roots() : simple.isolatedRoots();
  }

  private List<Root> quadraticRoots() {
    Rational leading = coefficients.get(2);
    Rational half = coefficients.get(1).over(leading).times(Rational.HALF).negate();
    Rational discriminant = half.times(half).minus(coefficients.get(0).over(leading));
    if (discriminant.signum() < 0) {
      return List.of();
    }
    if (discriminant.isZero()) {
      return List.of(Root.exact(half));
    }
    Rational root = discriminant.exactRoot();
    if (root != null) {
      return List.of(Root.exact(half.minus(root)), Root.exact(half.plus(root)));
    }
    BigDecimal decimal = discriminant.toBigDecimal(PRECISE);
    root = Rational.of(decimal.sqrt(PRECISE));
    // The sum that does not cancel, and the product of both roots.
    Rational outer = half.signum() < 0 ? half.minus(root) : half.plus(root);
    Rational inner = coefficients.get(0).over(leading).over(outer);
    Root one = new Root(outer, outer.toDouble(), false);
    Root other = new Root(inner, inner.toDouble(), false);
    return outer.compareTo(inner) < 0 ? List.of(one, other) : List.of(other, one);
  }

  /** The roots of a polynomial without multiple ones, by Sturm's theorem and bisection. */
  private List<Root> isolatedRoots() {
    List<Polynomial> chain = new ArrayList<>(List.of(this, derivative()));
    while (chain.getLast().degree() > 0) {
      chain.add(chain.get(chain.size() - 2).dividedBy(chain.getLast())[1].negate());
    }
    Rational bound = Rational.ONE;
    for (Rational coefficient : coefficients) {
      Rational size = coefficient.over(coefficients.getLast()).abs();
      bound = bound.compareTo(size) < 0 ? size : bound;
    }
    // Cauchy's bound is 1 plus the largest quotient; a power of two keeps the fractions short.
    BigInteger power = BigInteger.TWO.pow(bound.numerator().bitLength() + 1);
    Rational limit = new Rational(power, BigInteger.ONE);
    List<Root> roots = new ArrayList<>();
    isolate(chain, limit.negate(), limit, roots);
    return roots;
  }

  private void isolate(List<Polynomial> chain, Rational low, Rational high, List<Root> roots) {
    // Roots in (low, high].
    int count = changes(chain, low) - changes(chain, high);
    if (count == 1) {
      roots.add(narrow(low, high));
    } else if (count > 1) {
      Rational middle = low.plus(high).times(Rational.HALF);
      isolate(chain, low, middle, roots);
      isolate(chain, middle, high, roots);
    }
  }

  private static int changes(List<Polynomial> chain, Rational x) {
    int changes = 0;
    int last = 0;
    for (Polynomial polynomial : chain) {
      int sign = polynomial.at(x).signum();
      if (sign != 0) {
        changes += last * sign < 0 ? 1 : 0;
        last = sign;
      }
    }
    return changes;
  }

  private Root narrow(Rational from, Rational to) {
    if (at(to).isZero()) {
      return Root.exact(to);
    }
    Rational[] bounds = {from, to};
    for (int bits : new int[] {DOUBLE_BITS, BITS}) {
      Rational exact = bisect(bounds, bits);
      if (exact != null) {
        return Root.exact(exact);
      }
      for (double x : new double[] {bounds[0].toDouble(), bounds[1].toDouble()}) {
        if (Double.isFinite(x) && at(Rational.of(x)).isZero()) {
          return Root.exact(Rational.of(x));
        }
      }
    }
    return new Root(bounds[0], bounds[0].toDouble(), false);
  }

  /** Narrows bounds to so many bits of the root; returns the root where it is met by chance. */
  private Rational bisect(Rational[] bounds, int bits) {
    int sign = at(bounds[1]).signum();
    Rational factor = new Rational(BigInteger.TWO.pow(bits), BigInteger.ONE);
    for (int i = 0; i < MAX_STEPS; i++) {
      Rational size = bounds[0].abs().compareTo(bounds[1].abs()) < 0 ? bounds[0] : bounds[1];
      if (bounds[1].minus(bounds[0]).times(factor).compareTo(size.abs()) < 0) {
        return null;
      }
      Rational middle = bounds[0].plus(bounds[1]).times(Rational.HALF);
      int s = at(middle).signum();
      if (s == 0) {
        return middle;
      }
      bounds[s == sign ? 1 : 0] = middle;
    }
    return null;
  }
}
