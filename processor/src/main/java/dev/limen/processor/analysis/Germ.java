package dev.limen.processor.analysis;

import dev.limen.processor.formula.Function;
import java.util.ArrayList;
import java.util.List;

/**
 * How a function behaves as t grows beyond every bound: {@code exp(exponent) * (terms + O(error) +
 * decays)}.
 *
 * @param terms powers of t and log t, in descending order, all of a higher order than the error
 * @param error the order of what was left out; {@link Order#NOTHING} if nothing was
 * @param decays bounds of what was left out because it vanishes faster than every power
 * @param exponent what the whole is multiplied by e to the power of; no terms, or leading to an
 *     infinity
 */
record Germ(List<Term> terms, Order error, List<Decay> decays, List<Term> exponent) {

  /** Terms that are kept. */
  private static final int MOST_TERMS = 4;

  private static final int MOST_DECAYS = 6;

  static final Germ ZERO = new Germ(List.of(), Order.NOTHING, List.of(), List.of());
  static final Germ ONE = constant(Scalar.ONE);
  static final Germ VANISHING =
      new Germ(List.of(), Order.NOTHING, List.of(Decay.FASTER_THAN_EXPONENTIALS), List.of());
  static final Germ BOUNDED = new Germ(List.of(), Order.UNIT, List.of(), List.of());

  /** The order of t^power (log t)^logs. */
  record Order(double power, int logs) implements Comparable<Order> {
    static final Order UNIT = new Order(0, 0);
    static final Order LINE = new Order(1, 0);
    static final Order NOTHING = new Order(Double.NEGATIVE_INFINITY, 0);

    /** Powers are doubles, and sums of them are rounded. */
    private static final double SAME = 0x1p-40;

    @Override
    public int compareTo(Order other) {
      if (power == other.power || Math.abs(power - other.power) < SAME) {
        return Integer.compare(logs, other.logs);
      }
      return Double.compare(power, other.power);
    }

    Order times(Order other) {
      return isNothing() || other.isNothing()
          ? NOTHING
          : new Order(power + other.power, logs + other.logs);
    }

    boolean isNothing() {
      return power == Double.NEGATIVE_INFINITY;
    }

    boolean isBelow(Order other) {
      return compareTo(other) < 0;
    }

    static Order max(Order a, Order b) {
      return a.isBelow(b) ? b : a;
    }
  }

  /** coefficient * t^power (log t)^logs. */
  record Term(Scalar coefficient, Order order) {
    Term times(Term other) {
      return new Term(coefficient.times(other.coefficient), order.times(other.order));
    }

    Term times(Scalar factor) {
      return new Term(coefficient.times(factor), order);
    }
  }

  /**
   * Less than every multiple of exp(-c t^power), c being less than the rate.
   *
   * @param rate greater than 0; null if no such bound is known, but it vanishes faster than powers
   * @param power infinite if it vanishes faster than every such exponential, as exp(-exp(t)) does
   */
  record Decay(Scalar rate, double power) {
    static final Decay FASTER_THAN_POWERS = new Decay(null, 0);
    static final Decay FASTER_THAN_EXPONENTIALS = new Decay(null, Double.POSITIVE_INFINITY);
  }

  Germ {
    terms = List.copyOf(terms);
    decays = List.copyOf(decays);
    exponent = List.copyOf(exponent);
  }

  static Germ constant(Scalar value) {
    return value.isZero() ? ZERO : monomial(value, Order.UNIT);
  }

  static Germ monomial(Scalar coefficient, Order order) {
    return new Germ(List.of(new Term(coefficient, order)), Order.NOTHING, List.of(), List.of());
  }

  boolean isExactlyZero() {
    return terms.isEmpty() && error.isNothing() && decays.isEmpty();
  }

  boolean isExponential() {
    return !exponent.isEmpty();
  }

  /** The sum of terms of any order, with like ones merged and those below the error dropped. */
  private static Germ of(List<Term> terms, Order error, List<Decay> decays, List<Term> exponent) {
    List<Term> sorted = new ArrayList<>(terms);
    sorted.sort((a, b) -> b.order().compareTo(a.order()));
    List<Term> merged = new ArrayList<>();
    for (Term term : sorted) {
      if (!merged.isEmpty() && merged.getLast().order().compareTo(term.order()) == 0) {
        Term last = merged.removeLast();
        merged.add(new Term(last.coefficient().plus(term.coefficient()), last.order()));
      } else {
        merged.add(term);
      }
    }
    Order limit = error;
    merged.removeIf(term -> term.coefficient().isZero());
    if (merged.size() > MOST_TERMS) {
      limit = Order.max(limit, merged.get(MOST_TERMS).order());
    }
    Order least = limit;
    merged.removeIf(term -> term.order().compareTo(least) <= 0);
    List<Decay> distinct = new ArrayList<>();
    for (Decay decay : decays) {
      if (!distinct.contains(decay)) {
        distinct.add(decay);
      }
    }
    if (distinct.size() > MOST_DECAYS) {
      distinct = List.of(Decay.FASTER_THAN_POWERS);
    }
    return new Germ(merged, limit, distinct, exponent);
  }

  private static <T> List<T> joined(List<T> a, List<T> b) {
    List<T> all = new ArrayList<>(a);
    all.addAll(b);
    return all;
  }

  Germ negate() {
    return times(Scalar.ONE.negate());
  }

  Germ times(Scalar factor) {
    if (factor.isZero()) {
      return ZERO;
    }
    List<Term> scaled = new ArrayList<>();
    for (Term term : terms) {
      scaled.add(term.times(factor));
    }
    return new Germ(scaled, error, decays, exponent);
  }

  /** What is multiplied by the exponential, or the exponent. */
  private static Germ plain(List<Term> terms) {
    return new Germ(terms, Order.NOTHING, List.of(), List.of());
  }

  private Germ factor() {
    return new Germ(terms, error, decays, List.of());
  }

  private Germ timesExponential(List<Term> power) {
    return new Germ(terms, error, decays, power);
  }

  /** The same without leading terms of coefficient 0. */
  Germ settled(Decisions decisions) {
    Germ germ = this;
    while (!germ.terms.isEmpty() && decisions.sign(germ.terms.getFirst().coefficient()) == 0) {
      germ =
          new Germ(
              germ.terms.subList(1, germ.terms.size()), germ.error, germ.decays, germ.exponent);
    }
    return germ;
  }

  /** The same without the terms that are 0 by assumption. */
  Germ withoutKnownZeros(Decisions decisions) {
    List<Term> rest = new ArrayList<>(terms);
    rest.removeIf(term -> decisions.isKnownZero(term.coefficient()));
    return new Germ(rest, error, decays, exponent);
  }

  /**
   * The sign that the function has from some t on.
   *
   * @throws Undecided if that is not known
   */
  int sign(Decisions decisions) {
    Germ germ = settled(decisions);
    if (germ.terms.isEmpty()) {
      if (germ.isExactlyZero()) {
        return 0;
      }
      throw Undecided.because("the leading term is not known");
    }
    return decisions.sign(germ.terms.getFirst().coefficient());
  }

  /** Whether an exponential grows; it vanishes otherwise. */
  private boolean grows(Decisions decisions) {
    return plain(exponent).sign(decisions) > 0;
  }

  /** 1 or -1 if the function goes to an infinity, 0 if not. */
  int infinity(Decisions decisions) {
    if (isExponential()) {
      return grows(decisions) ? sign(decisions) : 0;
    }
    Germ germ = settled(decisions);
    return !germ.terms.isEmpty() && Order.UNIT.isBelow(germ.terms.getFirst().order())
        ? germ.sign(decisions)
        : 0;
  }

  /** A bound of e to the power of an exponent that goes to an infinity. */
  private static Decay decay(List<Term> exponent, Decisions decisions) {
    Germ germ = plain(exponent).settled(decisions);
    Term lead = germ.terms.getFirst();
    if (lead.order().power() <= 0) {
      return Decay.FASTER_THAN_POWERS;
    }
    Scalar rate =
        decisions.sign(lead.coefficient()) > 0 ? lead.coefficient() : lead.coefficient().negate();
    return new Decay(rate, lead.order().power());
  }

  /** A bound of this, which is an exponential that vanishes. */
  Germ asDecay(Decisions decisions) {
    return ZERO.plus(decay(exponent, decisions));
  }

  private Germ plus(Decay decay) {
    return of(terms, error, joined(decays, List.of(decay)), exponent);
  }

  Germ plus(Germ other, Decisions decisions) {
    if (isExactlyZero()) {
      return other;
    }
    if (other.isExactlyZero()) {
      return this;
    }
    if (!isExponential() && !other.isExponential()) {
      return of(
          joined(terms, other.terms),
          Order.max(error, other.error),
          joined(decays, other.decays),
          List.of());
    }
    if (!other.isExponential()) {
      return other.plus(this, decisions);
    }
    if (!isExponential()) {
      return other.grows(decisions)
          ? other.plus(decay(other.exponent, decisions))
          : plus(decay(other.exponent, decisions));
    }
    Germ difference =
        plain(exponent).plus(plain(other.exponent).negate(), decisions).settled(decisions);
    if (difference.infinity(decisions) == 0) {
      Germ sum =
          factor()
              .times(difference.exp(decisions), decisions)
              .plus(other.factor(), decisions)
              .settled(decisions);
      if (sum.isExactlyZero()) {
        return ZERO;
      }
      if (sum.terms.isEmpty()) {
        if (other.grows(decisions)) {
          throw Undecided.because("exponentials cancel");
        }
        return other.asDecay(decisions);
      }
      return sum.timesExponential(other.exponent);
    }
    Germ greater = difference.infinity(decisions) > 0 ? this : other;
    return greater.plus(decay(difference.terms, decisions));
  }

  Germ times(Germ other, Decisions decisions) {
    if (isExactlyZero() || other.isExactlyZero()) {
      return ZERO;
    }
    if (equals(VANISHING) || other.equals(VANISHING)) {
      return VANISHING;
    }
    if (isExponential() || other.isExponential()) {
      Germ product = factor().times(other.factor(), decisions);
      Germ power = plain(exponent).plus(plain(other.exponent), decisions);
      return power.exp(decisions).scaled(product, decisions);
    }
    List<Term> products = new ArrayList<>();
    for (Term a : terms) {
      for (Term b : other.terms) {
        products.add(a.times(b));
      }
    }
    Order left = magnitude();
    Order right = other.magnitude();
    Order limit =
        Order.max(Order.max(error.times(right), other.error.times(left)), error.times(other.error));
    return of(products, limit, joined(decays, other.decays), List.of());
  }

  /** This, which is an exponential with a constant factor or none at all, times a factor. */
  private Germ scaled(Germ factor, Decisions decisions) {
    return isExponential()
        ? factor().times(factor, decisions).timesExponential(exponent)
        : times(factor, decisions);
  }

  private Order magnitude() {
    return terms.isEmpty() ? error : terms.getFirst().order();
  }

  /** e to the power of this. */
  Germ exp(Decisions decisions) {
    if (isExponential()) {
      int infinity = infinity(decisions);
      if (infinity > 0) {
        throw Undecided.because("grows faster than exponentials");
      }
      return infinity < 0 ? VANISHING : ONE.plus(decay(exponent, decisions));
    }
    Germ germ = settled(decisions);
    if (!germ.error.isBelow(Order.UNIT)) {
      if (germ.terms.isEmpty() && germ.error.compareTo(Order.UNIT) == 0) {
        return BOUNDED;
      }
      throw Undecided.because("an exponent is not known well enough");
    }
    List<Term> large = new ArrayList<>();
    List<Term> small = new ArrayList<>();
    Germ result = ONE;
    for (Term term : germ.terms) {
      int size = term.order().compareTo(Order.UNIT);
      if (size < 0) {
        small.add(term);
      } else if (size == 0) {
        result = constant(term.coefficient().apply(Function.EXP));
      } else {
        large.add(term);
      }
    }
    result =
        result.times(
            new Germ(small, germ.error, germ.decays, List.of()).series(EXPONENTIAL, decisions),
            decisions);
    if (!large.isEmpty() && large.getLast().order().compareTo(new Order(0, 1)) == 0) {
      // e^(c log t) is t^c.
      Scalar power = large.removeLast().coefficient();
      double value =
          power.asDouble().orElseThrow(() -> Undecided.because("a power of t is not a constant"));
      result = result.times(monomial(Scalar.ONE, new Order(value, 0)), decisions);
    }
    Germ exponents = plain(large).settled(decisions);
    return exponents.terms.isEmpty() ? result : result.timesExponential(exponents.terms);
  }

  private static final List<Scalar> EXPONENTIAL =
      List.of(Scalar.ONE, Scalar.ONE, Scalar.of(0.5), Scalar.ONE.over(Scalar.of(6)));

  /** A power series of this, which vanishes; coefficients from that of power 0 on. */
  Germ series(List<Scalar> coefficients, Decisions decisions) {
    if (isExponential()) {
      Germ first = times(coefficients.get(1)).plus(decay(exponent, decisions));
      return constant(coefficients.getFirst()).plus(first, decisions);
    }
    if (!magnitude().isBelow(Order.UNIT)) {
      throw Undecided.because("a series of something that does not vanish");
    }
    Germ sum = constant(coefficients.getFirst());
    Germ power = ONE;
    Order leftOut = magnitude();
    for (int i = 1; i < coefficients.size(); i++) {
      try {
        power = power.times(this, decisions);
        sum = sum.plus(power.times(coefficients.get(i)), decisions);
      } catch (Undecided tooLarge) {
        break;
      }
      leftOut = leftOut.times(magnitude());
    }
    return of(sum.terms, Order.max(sum.error, leftOut), sum.decays, List.of());
  }

  /** This to a constant power. */
  Germ power(double exponentValue, Decisions decisions) {
    boolean integer = exponentValue == Math.rint(exponentValue);
    if (exponentValue == 0) {
      return ONE;
    }
    Germ germ = settled(decisions);
    if (germ.isExactlyZero()) {
      if (exponentValue < 0) {
        throw Undecided.undefined("division by zero");
      }
      return ZERO;
    }
    if (germ.terms.isEmpty()) {
      if (integer && exponentValue > 0 && exponentValue <= 8) {
        Germ product = germ;
        for (int i = 1; i < exponentValue; i++) {
          product = product.times(germ, decisions);
        }
        return product;
      }
      throw Undecided.because("the leading term of a base is not known");
    }
    Term lead = germ.terms.getFirst();
    if (!integer && decisions.sign(lead.coefficient()) < 0) {
      throw Undecided.undefined("a power of a negative number");
    }
    double logs = lead.order().logs() * exponentValue;
    if (logs != Math.rint(logs)) {
      throw Undecided.because("a fractional power of a logarithm");
    }
    Term outside =
        new Term(
            lead.coefficient().power(exponentValue, decisions),
            new Order(lead.order().power() * exponentValue, (int) logs));
    List<Scalar> binomial = new ArrayList<>(List.of(Scalar.ONE));
    double coefficient = 1;
    for (int n = 1;
        n < FACTORIALS.length && !(integer && n > exponentValue && exponentValue > 0);
        n++) {
      coefficient *= exponentValue - (n - 1);
      binomial.add(Scalar.of(coefficient).over(Scalar.of(FACTORIALS[n])));
    }
    Germ result =
        germ.factor()
            .relativeRest(decisions)
            .series(binomial, decisions)
            .times(new Germ(List.of(outside), Order.NOTHING, List.of(), List.of()), decisions);
    if (!germ.isExponential()) {
      return result;
    }
    return result.timesExponential(plain(germ.exponent).times(Scalar.of(exponentValue)).terms);
  }

  private static final double[] FACTORIALS = {1, 1, 2, 6};

  /** What this is, over its leading term, beyond 1. */
  private Germ relativeRest(Decisions decisions) {
    Term lead = terms.getFirst();
    Germ rest = new Germ(terms.subList(1, terms.size()), error, decays, List.of());
    Order inverse = new Order(-lead.order().power(), -lead.order().logs());
    return rest.times(monomial(Scalar.ONE.over(lead.coefficient()), inverse), decisions);
  }

  Germ over(Germ other, Decisions decisions) {
    if (isExactlyZero() && !other.isExactlyZero()) {
      return ZERO;
    }
    return times(other.power(-1, decisions), decisions);
  }

  /** The natural logarithm. */
  Germ log(Decisions decisions) {
    Germ germ = settled(decisions);
    int sign = germ.sign(decisions);
    if (sign <= 0) {
      throw Undecided.undefined("a logarithm of a number that is not positive");
    }
    Term lead = germ.terms.getFirst();
    if (lead.order().logs() != 0) {
      throw Undecided.because("a logarithm of a logarithm");
    }
    Germ result =
        germ.factor()
            .relativeRest(decisions)
            .series(LOGARITHM, decisions)
            .plus(constant(lead.coefficient().apply(Function.LOG)), decisions);
    if (lead.order().power() != 0) {
      result = result.plus(monomial(Scalar.of(lead.order().power()), new Order(0, 1)), decisions);
    }
    return result.plus(plain(germ.exponent), decisions);
  }

  private static final List<Scalar> LOGARITHM =
      List.of(Scalar.ZERO, Scalar.ONE, Scalar.of(-0.5), Scalar.ONE.over(Scalar.of(3)));

  /** The constant term; 0 if there is none. */
  Scalar constantTerm() {
    if (isExponential()) {
      return Scalar.ZERO;
    }
    for (Term term : terms) {
      if (term.order().compareTo(Order.UNIT) == 0) {
        return term.coefficient();
      }
    }
    return Scalar.ZERO;
  }

  /** The terms of a lower order than a constant, with the error and the decays. */
  Germ vanishing() {
    if (isExponential()) {
      return this;
    }
    List<Term> small = new ArrayList<>(terms);
    small.removeIf(term -> term.order().compareTo(Order.UNIT) >= 0);
    return new Germ(small, error, decays, exponent);
  }

  /** Whether the function is known to stay bounded, but perhaps nothing else of it. */
  boolean isBounded(Decisions decisions) {
    if (isExponential()) {
      return !grows(decisions);
    }
    Germ germ = settled(decisions);
    return germ.magnitude().compareTo(Order.UNIT) <= 0 && germ.error.compareTo(Order.UNIT) <= 0;
  }

  /** Whether the function approaches a constant. */
  boolean converges(Decisions decisions) {
    return isBounded(decisions) && (isExponential() || error.isBelow(Order.UNIT));
  }
}
