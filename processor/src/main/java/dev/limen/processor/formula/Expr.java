package dev.limen.processor.formula;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An expression of the formula language: an immutable tree, in which equal subtrees may be one
 * object.
 *
 * <p>An expression means a function of exact real numbers. Equality is structural. Derivatives
 * share subexpressions, so a tree of a few hundred distinct nodes may have astronomically many
 * paths: an algorithm over it should remember what it has done, by identity or by equality, and not
 * walk every path. {@code equals}, {@code hashCode} and the methods here do.
 */
// The constants belong where everybody looks for them. The processor loads them before it starts
// threads: of two, one might come to Expr and one to Constant first, and wait for each other.
@SuppressWarnings("ClassInitializationDeadlock")
public sealed interface Expr {

  /** The input of an activation function. */
  Variable X = new Variable("x");

  /** 0. */
  Constant ZERO = new Constant(0);

  /** 1. */
  Constant ONE = new Constant(1);

  /**
   * The exact value of a double.
   *
   * @param value finite; negative zero becomes zero
   */
  record Constant(double value) implements Expr {
    public Constant {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("not finite: " + value);
      }
      value = value + 0.0;
    }

    @Override
    public String toString() {
      return Structure.describe(this);
    }
  }

  /** pi or e, exactly. */
  record NamedConstant(MathConstant constant) implements Expr {
    @Override
    public int hashCode() {
      // That of an enum changes from run to run.
      return Structure.hash(this);
    }

    @Override
    public String toString() {
      return Structure.describe(this);
    }
  }

  /** An input of the function. */
  record Variable(String name) implements Expr {
    @Override
    public String toString() {
      return Structure.describe(this);
    }
  }

  /** A number bound when a kernel is made. */
  record Parameter(String name) implements Expr {
    @Override
    public String toString() {
      return Structure.describe(this);
    }
  }

  /** {@code -operand}. */
  record Negate(Expr operand) implements Expr {
    @Override
    public boolean equals(Object other) {
      return Structure.equal(this, other);
    }

    @Override
    public int hashCode() {
      return Structure.hash(this);
    }

    @Override
    public String toString() {
      return Structure.describe(this);
    }
  }

  /** An operation on two operands. */
  sealed interface Binary extends Expr {
    /** The first operand. */
    Expr left();

    /** The second operand. */
    Expr right();
  }

  /** {@code left + right}. */
  record Add(Expr left, Expr right) implements Binary {
    @Override
    public boolean equals(Object other) {
      return Structure.equal(this, other);
    }

    @Override
    public int hashCode() {
      return Structure.hash(this);
    }

    @Override
    public String toString() {
      return Structure.describe(this);
    }
  }

  /** {@code left - right}. */
  record Subtract(Expr left, Expr right) implements Binary {
    @Override
    public boolean equals(Object other) {
      return Structure.equal(this, other);
    }

    @Override
    public int hashCode() {
      return Structure.hash(this);
    }

    @Override
    public String toString() {
      return Structure.describe(this);
    }
  }

  /** {@code left * right}. */
  record Multiply(Expr left, Expr right) implements Binary {
    @Override
    public boolean equals(Object other) {
      return Structure.equal(this, other);
    }

    @Override
    public int hashCode() {
      return Structure.hash(this);
    }

    @Override
    public String toString() {
      return Structure.describe(this);
    }
  }

  /** {@code left / right}. */
  record Divide(Expr left, Expr right) implements Binary {
    @Override
    public boolean equals(Object other) {
      return Structure.equal(this, other);
    }

    @Override
    public int hashCode() {
      return Structure.hash(this);
    }

    @Override
    public String toString() {
      return Structure.describe(this);
    }
  }

  /**
   * {@code left ^ right}: for an integer exponent of every base (0^0 = 1, and a pole at 0 where it
   * is negative); for any other of bases greater than 0, and of base 0, where it is 0, if the
   * exponent is positive.
   */
  record Power(Expr left, Expr right) implements Binary {
    @Override
    public boolean equals(Object other) {
      return Structure.equal(this, other);
    }

    @Override
    public int hashCode() {
      return Structure.hash(this);
    }

    @Override
    public String toString() {
      return Structure.describe(this);
    }
  }

  /**
   * {@code function(arguments)}.
   *
   * @param arguments as many as {@link Function#arity()}
   */
  record Call(Function function, List<Expr> arguments) implements Expr {
    public Call {
      arguments = List.copyOf(arguments);
      if (arguments.size() != function.arity()) {
        throw new IllegalArgumentException(
            function.symbol() + " takes " + function.arity() + " arguments: " + arguments.size());
      }
    }

    /** The first argument. */
    public Expr argument() {
      return arguments.getFirst();
    }

    @Override
    public boolean equals(Object other) {
      return Structure.equal(this, other);
    }

    @Override
    public int hashCode() {
      return Structure.hash(this);
    }

    @Override
    public String toString() {
      return Structure.describe(this);
    }
  }

  /** {@code left relation right ? then : otherwise}. */
  record Conditional(Relation relation, Expr left, Expr right, Expr then, Expr otherwise)
      implements Expr {
    @Override
    public boolean equals(Object other) {
      return Structure.equal(this, other);
    }

    @Override
    public int hashCode() {
      return Structure.hash(this);
    }

    @Override
    public String toString() {
      return Structure.describe(this);
    }
  }

  /** The exact value of a finite double. */
  static Constant constant(double value) {
    return new Constant(value);
  }

  /** {@code function(arguments)}. */
  static Call call(Function function, Expr... arguments) {
    return new Call(function, List.of(arguments));
  }

  /** The direct subexpressions, in the order of the record's components. */
  default List<Expr> children() {
    return switch (this) {
      case Constant c -> List.of();
      case NamedConstant c -> List.of();
      case Variable v -> List.of();
      case Parameter p -> List.of();
      case Negate n -> List.of(n.operand());
      case Binary b -> List.of(b.left(), b.right());
      case Call c -> c.arguments();
      case Conditional c -> List.of(c.left(), c.right(), c.then(), c.otherwise());
    };
  }

  /**
   * The same operation on other operands; this object where they are the very same objects.
   *
   * @param children as many as {@link #children()}
   */
  default Expr withChildren(List<? extends Expr> children) {
    return Structure.withChildren(this, children);
  }

  /** The number of distinct subexpressions, this one included: what a kernel has to compute. */
  default int nodeCount() {
    return Structure.distinct(this).size();
  }

  /** The number of nodes on the longest path down; 1 for a leaf. */
  default int depth() {
    return Structure.depth(this);
  }

  /** The names of the variables in it, in ascending order. */
  default Set<String> variables() {
    return Structure.variables(this);
  }

  /** The names of the parameters in it, in ascending order. */
  default Set<String> parameters() {
    return Structure.parameters(this);
  }

  /** Every distinct subexpression, operands before what uses them; this one is the last. */
  default List<Expr> subexpressions() {
    return Structure.distinct(this);
  }

  /** This expression with every subexpression that equals a key replaced by its value. */
  default Expr substitute(Map<? extends Expr, ? extends Expr> replacements) {
    return Structure.substitute(this, replacements);
  }
}
