package dev.limen.processor.formula;

import dev.limen.processor.formula.Expr.Add;
import dev.limen.processor.formula.Expr.Binary;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Equality, hashing and walks over expressions that share subexpressions: linear in the distinct
 * nodes, however many paths lead to them, and without recursion over the depth of the tree.
 */
// What is the same object needs no second look.
@SuppressWarnings("ReferenceEquality")
final class Structure {

  /** Deeper nodes leave the hash alone, so that it costs little and ends on shared trees. */
  private static final int HASH_DEPTH = 4;

  /** Comparisons after which pairs already seen are remembered. */
  private static final int PLAIN_COMPARISONS = 128;

  private Structure() {}

  private record Pair(Expr left, Expr right) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Pair pair && left == pair.left && right == pair.right;
    }

    @Override
    public int hashCode() {
      return 31 * System.identityHashCode(left) + System.identityHashCode(right);
    }
  }

  /** A node whose children are equal to others only where they are the same objects. */
  static final class Shallow {
    private final Expr expr;
    private final int hash;

    Shallow(Expr expr) {
      this.expr = expr;
      int code = hash(expr, 0);
      for (Expr child : expr.children()) {
        code = 31 * code + System.identityHashCode(child);
      }
      hash = code;
    }

    @Override
    public boolean equals(Object other) {
      if (!(other instanceof Shallow shallow) || !sameOperation(expr, shallow.expr)) {
        return false;
      }
      List<Expr> one = expr.children();
      List<Expr> two = shallow.expr.children();
      for (int i = 0; i < one.size(); i++) {
        if (one.get(i) != two.get(i)) {
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

  static boolean equal(Expr one, Object other) {
    if (one == other) {
      return true;
    }
    if (!(other instanceof Expr two) || !sameOperation(one, two)) {
      return false;
    }
    Deque<Pair> open = new ArrayDeque<>();
    Set<Pair> seen = new HashSet<>();
    open.push(new Pair(one, two));
    int comparisons = 0;
    while (!open.isEmpty()) {
      Pair pair = open.pop();
      List<Expr> left = pair.left().children();
      List<Expr> right = pair.right().children();
      for (int i = 0; i < left.size(); i++) {
        Expr a = left.get(i);
        Expr b = right.get(i);
        if (a == b) {
          continue;
        }
        if (!sameOperation(a, b)) {
          return false;
        }
        Pair next = new Pair(a, b);
        if (!isLeaf(a) && (++comparisons < PLAIN_COMPARISONS || seen.add(next))) {
          open.push(next);
        }
      }
    }
    return true;
  }

  /** Equality within a {@link NormalForm}, where equal expressions are one object. */
  static boolean same(Expr one, Expr other) {
    return one == other || (isLeaf(one) && one.equals(other));
  }

  private static boolean isLeaf(Expr expr) {
    return expr instanceof Constant
        || expr instanceof NamedConstant
        || expr instanceof Variable
        || expr instanceof Parameter;
  }

  /** Whether two nodes are equal but for their children. */
  private static boolean sameOperation(Expr a, Expr b) {
    return switch (a) {
      case Call call -> b instanceof Call other && call.function() == other.function();
      case Conditional conditional ->
          b instanceof Conditional other && conditional.relation() == other.relation();
      case Negate n -> b instanceof Negate;
      case Binary binary -> a.getClass() == b.getClass();
      case Constant c -> a.equals(b);
      case NamedConstant c -> a.equals(b);
      case Variable v -> a.equals(b);
      case Parameter p -> a.equals(b);
    };
  }

  static int hash(Expr expr) {
    return hash(expr, HASH_DEPTH);
  }

  private static int hash(Expr expr, int depth) {
    int hash =
        switch (expr) {
          case Constant c -> 11 + c.hashCode();
          case NamedConstant c -> 13 + c.constant().symbol().hashCode();
          case Variable v -> 17 + v.name().hashCode();
          case Parameter p -> 19 + p.name().hashCode();
          case Negate n -> 23;
          case Add b -> 29;
          case Subtract b -> 31;
          case Multiply b -> 37;
          case Divide b -> 41;
          case Power b -> 43;
          case Call c -> 47 + c.function().symbol().hashCode();
          case Conditional c -> 97 + c.relation().symbol().hashCode();
        };
    if (depth > 0) {
      for (Expr child : expr.children()) {
        hash = 31 * hash + hash(child, depth - 1);
      }
    }
    return hash;
  }

  static Expr withChildren(Expr expr, List<? extends Expr> children) {
    List<Expr> old = expr.children();
    if (old.size() != children.size()) {
      throw new IllegalArgumentException("takes " + old.size() + " children: " + children.size());
    }
    boolean same = true;
    for (int i = 0; i < old.size(); i++) {
      same &= old.get(i) == children.get(i);
    }
    if (same) {
      return expr;
    }
    return switch (expr) {
      case Constant c -> c;
      case NamedConstant c -> c;
      case Variable v -> v;
      case Parameter p -> p;
      case Negate n -> new Negate(children.get(0));
      case Add b -> new Add(children.get(0), children.get(1));
      case Subtract b -> new Subtract(children.get(0), children.get(1));
      case Multiply b -> new Multiply(children.get(0), children.get(1));
      case Divide b -> new Divide(children.get(0), children.get(1));
      case Power b -> new Power(children.get(0), children.get(1));
      case Call c -> new Call(c.function(), List.copyOf(children));
      case Conditional c ->
          new Conditional(
              c.relation(), children.get(0), children.get(1), children.get(2), children.get(3));
    };
  }

  /**
   * The nodes of an expression, each object once, operands before what uses them. Equal nodes may
   * occur as different objects.
   */
  static List<Expr> nodes(Expr root) {
    List<Expr> order = new ArrayList<>();
    Set<Expr> entered = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<Expr> left = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Expr> open = new ArrayDeque<>();
    open.push(root);
    while (!open.isEmpty()) {
      Expr expr = open.peek();
      if (entered.add(expr)) {
        List<Expr> children = expr.children();
        for (int i = children.size() - 1; i >= 0; i--) {
          if (!entered.contains(children.get(i))) {
            open.push(children.get(i));
          }
        }
      } else {
        open.pop();
        if (left.add(expr)) {
          order.add(expr);
        }
      }
    }
    return order;
  }

  /** The nodes of an expression, equal ones once, operands before what uses them. */
  static List<Expr> distinct(Expr root) {
    return List.copyOf(new Sharing().share(root).order());
  }

  static int depth(Expr root) {
    IdentityHashMap<Expr, Integer> depths = new IdentityHashMap<>();
    for (Expr expr : nodes(root)) {
      int depth = 0;
      for (Expr child : expr.children()) {
        depth = Math.max(depth, depths.get(child));
      }
      depths.put(expr, depth + 1);
    }
    return depths.get(root);
  }

  static SortedSet<String> variables(Expr root) {
    SortedSet<String> names = new TreeSet<>();
    for (Expr expr : nodes(root)) {
      if (expr instanceof Variable(String name)) {
        names.add(name);
      }
    }
    return Collections.unmodifiableSortedSet(names);
  }

  static SortedSet<String> parameters(Expr root) {
    SortedSet<String> names = new TreeSet<>();
    for (Expr expr : nodes(root)) {
      if (expr instanceof Parameter(String name)) {
        names.add(name);
      }
    }
    return Collections.unmodifiableSortedSet(names);
  }

  static Expr substitute(Expr root, Map<? extends Expr, ? extends Expr> replacements) {
    IdentityHashMap<Expr, Expr> result = new IdentityHashMap<>();
    for (Expr expr : nodes(root)) {
      Expr replacement = replacements.get(expr);
      if (replacement == null) {
        List<Expr> children = new ArrayList<>();
        for (Expr child : expr.children()) {
          children.add(result.get(child));
        }
        replacement = withChildren(expr, children);
      }
      result.put(expr, replacement);
    }
    return result.get(root);
  }

  static String describe(Expr expr) {
    return Printer.print(expr, 1000);
  }

  /** Makes equal subexpressions one object. */
  private static final class Sharing {
    private final Map<Shallow, Expr> canonical = new HashMap<>();
    private final List<Expr> order = new ArrayList<>();

    Sharing share(Expr root) {
      IdentityHashMap<Expr, Expr> shared = new IdentityHashMap<>();
      for (Expr expr : nodes(root)) {
        List<Expr> children = new ArrayList<>();
        for (Expr child : expr.children()) {
          children.add(shared.get(child));
        }
        Expr candidate = withChildren(expr, children);
        Expr known = canonical.putIfAbsent(new Shallow(candidate), candidate);
        if (known == null) {
          order.add(candidate);
        }
        shared.put(expr, known == null ? candidate : known);
      }
      return this;
    }

    List<Expr> order() {
      return order;
    }
  }
}
