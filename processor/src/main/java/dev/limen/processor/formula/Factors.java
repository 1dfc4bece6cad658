package dev.limen.processor.formula;

import dev.limen.processor.formula.Expr.Constant;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Exponents by base, in the order in which they were put. Bases are equal where they are the same
 * object, literals where they are the same number: within a {@link NormalForm} nothing else is
 * equal, and comparing deep expressions that differ at their bottom only would take most of the
 * time.
 */
final class Factors extends AbstractMap<Expr, Rational> {

  static final Factors NONE = new Factors(List.of());

  private final List<Map.Entry<Expr, Rational>> entries;
  private final int hash;

  private Factors(List<Map.Entry<Expr, Rational>> entries) {
    this.entries = entries;
    int sum = 0;
    for (Map.Entry<Expr, Rational> entry : entries) {
      sum += 31 * hash(entry.getKey()) + entry.getValue().hashCode();
    }
    hash = sum;
  }

  static Factors of(Expr base, Rational exponent) {
    return new Factors(List.of(Map.entry(base, exponent)));
  }

  private static int hash(Expr base) {
    return base instanceof Constant ? base.hashCode() : System.identityHashCode(base);
  }

  // Not the same number of factors, but the same factor.
  @SuppressWarnings("ReferenceEquality")
  private static boolean isSame(Expr one, Object other) {
    return one == other || (one instanceof Constant && one.equals(other));
  }

  private static int indexOf(List<Map.Entry<Expr, Rational>> entries, Object base) {
    for (int i = 0; i < entries.size(); i++) {
      if (isSame(entries.get(i).getKey(), base)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public Rational get(Object base) {
    int index = indexOf(entries, base);
    return index < 0 ? null : entries.get(index).getValue();
  }

  @Override
  public boolean containsKey(Object base) {
    return indexOf(entries, base) >= 0;
  }

  /** With each exponent of the other one times a factor added; what becomes 0 is gone. */
  Factors plus(Factors other, Rational factor) {
    List<Map.Entry<Expr, Rational>> sum = new ArrayList<>(entries);
    for (Map.Entry<Expr, Rational> entry : other.entries) {
      Rational added = entry.getValue().times(factor);
      int index = indexOf(sum, entry.getKey());
      if (index < 0) {
        sum.add(Map.entry(entry.getKey(), added));
        continue;
      }
      Rational exponent = sum.get(index).getValue().plus(added);
      if (exponent.isZero()) {
        sum.remove(index);
      } else {
        sum.set(index, Map.entry(entry.getKey(), exponent));
      }
    }
    return new Factors(sum);
  }

  Factors plus(Expr base, Rational exponent) {
    return plus(of(base, exponent), Rational.ONE);
  }

  Factors without(Expr base) {
    List<Map.Entry<Expr, Rational>> rest = new ArrayList<>(entries);
    rest.removeIf(entry -> isSame(entry.getKey(), base));
    return new Factors(rest);
  }

  /** Every exponent times a factor that is not 0. */
  Factors scaled(Rational factor) {
    return NONE.plus(this, factor);
  }

  @Override
  public Set<Map.Entry<Expr, Rational>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Map.Entry<Expr, Rational>> iterator() {
        return List.copyOf(entries).iterator();
      }

      @Override
      public int size() {
        return entries.size();
      }
    };
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof Factors factors)
        || hash != factors.hash
        || entries.size() != factors.entries.size()) {
      return false;
    }
    for (Map.Entry<Expr, Rational> entry : entries) {
      if (!entry.getValue().equals(factors.get(entry.getKey()))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
