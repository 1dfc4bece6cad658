package dev.limen.processor.emit;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import dev.limen.processor.kernel.Graph;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;

/** The static fields of a scalar class that hold the tables of its graphs. */
final class Tables {

  private final Format format;
  private final Map<List<Double>, String> fields = new LinkedHashMap<>();

  Tables(Format format, List<Graph> graphs) {
    this.format = format;
    for (Graph graph : graphs) {
      for (List<Double> table : graph.tables()) {
        fields.computeIfAbsent(table, t -> "TABLE" + (fields.size() + 1));
      }
    }
  }

  /** The field that holds a table. */
  String field(List<Double> table) {
    return fields.get(table);
  }

  List<FieldSpec> fields() {
    return fields.entrySet().stream()
        .map(field ->
            FieldSpec.builder(
                    ArrayTypeName.of(format.real()),
                    field.getValue(),
                    Modifier.STATIC,
                    Modifier.FINAL)
                .initializer("{$>\n$L$<\n}", entries(field.getKey()))
                .build())
        .toList();
  }

  private CodeBlock entries(List<Double> table) {
    CodeBlock.Builder code = CodeBlock.builder();
    for (int i = 0; i < table.size(); i++) {
      boolean isLast = i == table.size() - 1;
      code.add("$L$L", format.literal(table.get(i)), isLast ? "" : i % 4 == 3 ? ",\n" : ", ");
    }
    return code.build();
  }
}
