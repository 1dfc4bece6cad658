package dev.limen.processor.formula;

import dev.limen.processor.formula.Expr.Call;
import dev.limen.processor.formula.Expr.Conditional;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A function of x cut into smooth pieces: {@code pieces.get(i)} holds between {@code
 * breakpoints.get(i - 1)} and {@code breakpoints.get(i)}, has none of abs, sign, min, max, clamp,
 * relu, step and conditionals in it, and differs from its neighbours.
 *
 * @param breakpoints in ascending order, finite
 * @param pieces simplified, one more than breakpoints
 */
public record Pieces(List<Breakpoint> breakpoints, List<Expr> pieces) {

  private static final int MAX_PIECES = 160;

  /** Subexpressions looked at, over all pieces. */
  private static final int MAX_WORK = 40_000;

  public Pieces {
    breakpoints = List.copyOf(breakpoints);
    pieces = List.copyOf(pieces);
  }

  /**
   * Where two pieces meet.
   *
   * @param at the point, or the double nearest to it
   * @param exact whether it is that double
   */
  public record Breakpoint(double at, boolean exact) {}

  /**
   * Cuts a function of x. Empty where a switch depends on a parameter or cannot be solved for x
   * exactly, as of {@code max(x, sin(x))}, or where there are too many pieces.
   */
  public static Optional<Pieces> of(Expr expr) {
    NormalForm form = new NormalForm();
    return Cut.of(form.simplify(expr), form).map(Cut::pieces);
  }

  /**
   * The same with the exact points.
   *
   * @param roots in ascending order
   * @param branches one more than roots
   */
  record Cut(List<Root> roots, List<Expr> branches) {

    static Optional<Cut> of(Expr simplified, NormalForm form) {
      return new Cutter(simplified, form).cut();
    }

    /** The pieces that have doubles on them. */
    Pieces pieces() {
      int first = 0;
      while (first < roots.size() && roots.get(first).at() == Double.NEGATIVE_INFINITY) {
        first++;
      }
      int last = roots.size();
      while (last > first && roots.get(last - 1).at() == Double.POSITIVE_INFINITY) {
        last--;
      }
      List<Breakpoint> breakpoints =
          roots.subList(first, last).stream()
              .map(root -> new Breakpoint(root.at(), root.isDouble()))
              .toList();
      return new Pieces(breakpoints, branches.subList(first, last + 1));
    }
  }

  /** The line between two points; null stands for infinity. */
  private record Stretch(Root low, Root high) {
    boolean contains(Root root) {
      return (low == null || low.compareTo(root) < 0) && (high == null || root.compareTo(high) < 0);
    }
  }

  private static final class Cutter {
    private final Expr whole;
    private final NormalForm form;
    private final IdentityHashMap<Expr, Optional<SignChanges>> solved = new IdentityHashMap<>();
    private final List<Root> roots = new ArrayList<>();
    private final List<Expr> branches = new ArrayList<>();
    private Stretch stretch = new Stretch(null, null);
    private IdentityHashMap<Expr, Expr> known = new IdentityHashMap<>();
    private List<Root> split = List.of();
    private int work;

    Cutter(Expr whole, NormalForm form) {
      this.whole = whole;
      this.form = form;
    }

    Optional<Cut> cut() {
      Deque<Stretch> open = new ArrayDeque<>(List.of(stretch));
      while (!open.isEmpty()) {
        stretch = open.pop();
        known = new IdentityHashMap<>();
        split = List.of();
        Expr branch = resolve(whole);
        if (branch == null) {
          if (split.isEmpty() || open.size() + branches.size() + split.size() > MAX_PIECES) {
            return Optional.empty();
          }
          Root high = stretch.high();
          for (Root root : split.reversed()) {
            open.push(new Stretch(root, high));
            high = root;
          }
          open.push(new Stretch(stretch.low(), high));
        } else if (branches.isEmpty() || !Structure.same(branches.getLast(), branch)) {
          if (!branches.isEmpty()) {
            roots.add(stretch.low());
          }
          branches.add(branch);
        }
      }
      return Optional.of(new Cut(roots, branches));
    }

    /** The expression on this stretch; null where it has to be split first, or cannot be. */
    private Expr resolve(Expr expr) {
      Expr result = known.get(expr);
      if (result == null && ++work <= MAX_WORK) {
        result =
            switch (expr) {
              case Conditional c -> conditional(c);
              case Call c -> call(c);
              default -> rebuild(expr);
            };
        if (result != null) {
          known.put(expr, result);
        }
      }
      return result;
    }

    private Expr rebuild(Expr expr) {
      Sum sum = form.sum(expr);
      if (sum.size() > 1) {
        List<Sum> parts = new ArrayList<>();
        for (Product term : sum.products()) {
          Expr part = resolve(term);
          if (part == null) {
            return null;
          }
          parts.add(form.sum(part));
        }
        return form.write(form.simplified(form.plus(parts)));
      }
      Product product = form.product(expr);
      if (!product.equals(Product.of(expr))) {
        return resolve(product);
      }
      List<Expr> children = new ArrayList<>();
      for (Expr child : expr.children()) {
        Expr resolved = resolve(child);
        if (resolved == null) {
          return null;
        }
        children.add(resolved);
      }
      return form.rebuilt(expr, children);
    }

    private Expr resolve(Product product) {
      Product resolved = Product.of(product.coefficient());
      for (Map.Entry<Expr, Rational> factor : product.factors().entrySet()) {
        Expr base = resolve(factor.getKey());
        if (base == null) {
          return null;
        }
        resolved = resolved.times(form.raised(base, factor.getValue()));
      }
      return form.finish(resolved);
    }

    private Expr call(Call call) {
      List<Expr> arguments = call.arguments();
      Expr u = call.argument();
      Expr zero = form.share(Expr.ZERO);
      Expr one = form.share(Expr.ONE);
      return switch (call.function()) {
        case ABS -> {
          Expr resolved = resolve(u);
          int sign = sign(resolved, zero);
          yield sign == 0 ? null : sign > 0 ? resolved : form.negate(resolved);
        }
        case SIGN -> choose(u, zero, one, form.negate(one));
        case STEP -> choose(u, zero, one, zero);
        case RELU -> choose(u, zero, u, zero);
        case MIN -> choose(u, arguments.get(1), arguments.get(1), u);
        case MAX -> choose(u, arguments.get(1), u, arguments.get(1));
        case CLAMP -> {
          // min(high, max(low, u))
          Expr low = arguments.get(1);
          Expr high = arguments.get(2);
          Expr inner = choose(u, low, u, low);
          yield inner == null ? null : choose(inner, high, high, inner);
        }
        default -> rebuild(call);
      };
    }

    private Expr conditional(Conditional c) {
      boolean greater = c.relation().holds(1);
      Expr above = greater ? c.then() : c.otherwise();
      Expr below = greater ? c.otherwise() : c.then();
      Expr u = resolve(c.left());
      Expr v = u == null ? null : resolve(c.right());
      if (v == null) {
        return null;
      }
      if (Structure.same(u, v)) {
        return resolve(c.relation().includesEqual() ? c.then() : c.otherwise());
      }
      int sign = sign(u, v);
      return sign == 0 ? null : resolve(sign > 0 ? above : below);
    }

    private Expr choose(Expr u, Expr v, Expr above, Expr below) {
      int sign = sign(resolve(u), resolve(v));
      return sign == 0 ? null : resolve(sign > 0 ? above : below);
    }

    /**
     * The sign of u - v on this stretch, where both being equal may count as either; 0 where it
     * changes, or is not known, or one of both is not.
     */
    private int sign(Expr u, Expr v) {
      if (u == null || v == null) {
        return 0;
      }
      Expr difference = form.subtract(u, v);
      Signs.Sign sign = form.sign(difference);
      if (sign.isNotNegative()) {
        return 1;
      }
      if (sign.isNotPositive()) {
        return -1;
      }
      Optional<SignChanges> changes =
          solved.computeIfAbsent(difference, d -> SignChanges.of(d, form));
      if (changes.isEmpty()) {
        return 0;
      }
      TreeSet<Root> inside = new TreeSet<>();
      changes.get().roots().stream().filter(stretch::contains).forEach(inside::add);
      if (!inside.isEmpty()) {
        split = Collections.unmodifiableList(new ArrayList<>(inside));
        return 0;
      }
      return changes.get().signAt(SignChanges.between(stretch.low(), stretch.high()));
    }
  }
}
