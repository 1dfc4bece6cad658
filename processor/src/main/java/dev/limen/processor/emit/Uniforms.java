package dev.limen.processor.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import dev.limen.processor.formula.Expr;
import dev.limen.processor.kernel.Graph;
import dev.limen.processor.kernel.Node;
import dev.limen.processor.kernel.Opcode;
import dev.limen.processor.kernel.Uniform;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;

/** The fields that hold a kernel's uniforms: constants that depend on parameters. */
final class Uniforms {

  private final Format format;
  private final Map<Uniform, String> fields = new LinkedHashMap<>();

  /**
   * Names the uniforms of some graphs.
   *
   * @param graphs the kernels of one precision
   * @param scope the members of the class
   */
  Uniforms(Format format, List<Graph> graphs, Names scope) {
    this.format = format;
    for (Graph graph : graphs) {
      for (Node node : graph.nodes()) {
        if (node.opcode() == Opcode.UNIFORM) {
          Uniform uniform = graph.uniforms().get((int) node.immediate());
          if (!fields.containsKey(uniform)) {
            fields.put(uniform, scope.take(wanted(uniform, graph.names().get(node))));
          }
        }
      }
    }
  }

  private static String wanted(Uniform uniform, String name) {
    if (name != null) {
      return name;
    }
    String base = uniform.expression() instanceof Expr.Parameter(String p) ? p : "coefficient";
    return uniform.part() == Uniform.Part.LOW ? base + "Low" : base;
  }

  /** The names of the fields. */
  List<String> names() {
    return List.copyOf(fields.values());
  }

  /** The field that holds a uniform. */
  String field(Uniform uniform) {
    return fields.get(uniform);
  }

  /** The fields, final or not. */
  List<FieldSpec> fields(Modifier... modifiers) {
    return fields.values().stream()
        .map(name -> FieldSpec.builder(format.real(), name, modifiers).build())
        .toList();
  }

  /**
   * Computes the fields from parameters in double, as the kernel compiler does.
   *
   * @param scope the names in the constructor, the parameters among them
   */
  CodeBlock assignments(Names scope) {
    DoubleCode expressions = new DoubleCode(StrictMath.class, scope);
    CodeBlock.Builder assignments = CodeBlock.builder();
    Map<Expr, CodeBlock> values = new LinkedHashMap<>();
    for (Uniform uniform : fields.keySet()) {
      values.computeIfAbsent(
          uniform.expression(),
          expression ->
              format == Format.F64
                  ? expressions.value(expression)
                  : expressions.operand(expression));
    }
    fields.forEach((uniform, field) ->
        assignments.addStatement(
            "this.$L =$W$L", field, part(uniform, values.get(uniform.expression()))));
    return CodeBlock.builder().add(expressions.statements()).add(assignments.build()).build();
  }

  private CodeBlock part(Uniform uniform, CodeBlock value) {
    boolean high = uniform.part() == Uniform.Part.HIGH;
    if (format == Format.F64) {
      return high ? value : CodeBlock.of("0");
    }
    return high
        ? CodeBlock.of("(float) $L", value)
        : CodeBlock.of("(float) ($L$W- (float) $L)", value, value);
  }
}
