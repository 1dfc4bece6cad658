package dev.limen.processor.formula;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A sum of products with like terms merged: coefficients by monomial, in the order of first
 * appearance. Equal in whatever order.
 */
record Sum(Map<Product, Rational> terms) {

  static final Sum ZERO = new Sum(Map.of());

  Sum {
    terms = Collections.unmodifiableMap(terms);
  }

  static Sum of(Product term) {
    return new Sum(Map.of(term.monomial(), term.coefficient()));
  }

  int size() {
    return terms.size();
  }

  /** The coefficient of a monomial, 0 where it does not occur. */
  Rational coefficient(Product monomial) {
    return terms.getOrDefault(monomial, Rational.ZERO);
  }

  List<Product> products() {
    List<Product> products = new ArrayList<>();
    terms.forEach((monomial, coefficient) -> products.add(monomial.withCoefficient(coefficient)));
    return products;
  }

  Sum negate() {
    return scaled(Rational.MINUS_ONE);
  }

  /** Every coefficient times a factor with which it stays writable. */
  Sum scaled(Rational factor) {
    Map<Product, Rational> scaled = new LinkedHashMap<>();
    terms.forEach((monomial, coefficient) -> scaled.put(monomial, coefficient.times(factor)));
    return new Sum(scaled);
  }

  Sum without(Product monomial) {
    Map<Product, Rational> rest = new LinkedHashMap<>(terms);
    rest.remove(monomial);
    return new Sum(rest);
  }

  /**
   * The sum of both.
   *
   * @param vanishes whether a monomial may be dropped where its coefficient becomes 0
   */
  Sum plus(Sum other, Predicate<Product> vanishes) {
    Map<Product, Rational> sum = new LinkedHashMap<>(terms);
    for (Product term : other.products()) {
      add(sum, term, vanishes);
    }
    return new Sum(sum);
  }

  /** The sum of many; see {@link #plus}. */
  static Sum of(List<Sum> parts, Predicate<Product> vanishes) {
    Map<Product, Rational> sum = new LinkedHashMap<>();
    for (Sum part : parts) {
      for (Product term : part.products()) {
        add(sum, term, vanishes);
      }
    }
    return new Sum(sum);
  }

  private static void add(Map<Product, Rational> sum, Product term, Predicate<Product> vanishes) {
    Product monomial = term.monomial();
    Rational old = sum.get(monomial);
    if (old == null) {
      sum.put(monomial, term.coefficient());
      return;
    }
    Rational coefficient = old.plus(term.coefficient());
    if (coefficient.isZero() && vanishes.test(monomial)) {
      sum.remove(monomial);
    } else if (Product.isWritable(coefficient)) {
      sum.put(monomial, coefficient);
    } else {
      // The sum of both coefficients is no literal: the second one stays a factor of its own.
      Rational size = term.coefficient().abs();
      Factors literal =
          size.equals(Rational.ONE)
              ? Factors.of(Expr.ONE, Rational.ONE)
              : Product.literals(size, 1);
      Factors factors = literal.plus(monomial.factors(), Rational.ONE);
      Rational sign = Rational.of(term.coefficient().signum());
      Product spilled = new Product(Rational.ONE, factors);
      sum.merge(spilled, sign, Rational::plus);
    }
  }
}
