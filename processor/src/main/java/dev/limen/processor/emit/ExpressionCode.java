package dev.limen.processor.emit;

import com.palantir.javapoet.CodeBlock;
import dev.limen.processor.formula.Expr;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes expressions as Java. What is used more than once, or nested deeply, is computed once, into
 * a local variable.
 */
abstract class ExpressionCode {

  private final Class<?> type;
  private final int deepest;
  private final Names scope;
  private final CodeBlock.Builder statements = CodeBlock.builder();
  private final Map<Expr, Term> terms = new HashMap<>();

  /** How tightly Java binds the operands of a term, the loosest first. */
  enum Binding {
    CONDITIONAL,
    SUM,
    PRODUCT,
    PREFIX,
    PRIMARY;

    Binding tighter() {
      return values()[ordinal() + 1];
    }
  }

  /** The code of an expression, and how deeply it is nested. */
  record Term(CodeBlock code, Binding binding, int depth) {

    /** What has no operands. */
    Term(CodeBlock code) {
      this(code, Binding.PRIMARY, 0);
    }
  }

  /**
   * A writer.
   *
   * @param type what expressions are computed in
   * @param deepest terms of this depth become local variables: deeper nesting is hard to read, and
   *     hard for compilers
   * @param scope where local variables must be unique
   */
  ExpressionCode(Class<?> type, int deepest, Names scope) {
    this.type = type;
    this.deepest = deepest;
    this.scope = scope;
  }

  /** Writes an expression whose operands are written. */
  abstract Term term(Expr expr);

  /** The value of an expression; needs {@link #statements()} before it. */
  CodeBlock value(Expr root) {
    Map<Expr, Integer> uses = new HashMap<>();
    List<Expr> order = root.subexpressions();
    for (Expr expr : order) {
      expr.children().forEach(child -> uses.merge(child, 1, Integer::sum));
    }
    for (Expr expr : order) {
      if (terms.containsKey(expr)) {
        continue;
      }
      Term term = term(expr);
      boolean isInner = !expr.children().isEmpty() && !expr.equals(root);
      if (isInner && (uses.get(expr) > 1 || term.depth() >= deepest)) {
        String name = scope.take("t");
        statements.addStatement("$T $L =$W$L", type, name, term.code());
        term = new Term(CodeBlock.of("$L", name));
      }
      terms.put(expr, term);
    }
    return code(root);
  }

  /** The local variables that the values use. */
  final CodeBlock statements() {
    return statements.build();
  }

  final CodeBlock code(Expr expr) {
    return terms.get(expr).code();
  }

  /** The code of an operand, in parentheses where it binds less tightly than it must. */
  final CodeBlock operand(Expr expr, Binding least) {
    Term term = terms.get(expr);
    return term.binding().compareTo(least) < 0 ? CodeBlock.of("($L)", term.code()) : term.code();
  }

  /** How deeply an expression is nested: 0 for what has no operands. */
  final int depth(Expr expr) {
    return expr.children().stream().mapToInt(child -> terms.get(child).depth() + 1).max().orElse(0);
  }
}
