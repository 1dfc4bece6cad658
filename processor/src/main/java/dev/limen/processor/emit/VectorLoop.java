package dev.limen.processor.emit;

import com.palantir.javapoet.CodeBlock;
import dev.limen.processor.kernel.Graph;
import dev.limen.processor.kernel.KernelSet;
import dev.limen.processor.kernel.Node;
import dev.limen.processor.kernel.Opcode;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes the body of a form over many elements, a vector at a time.
 *
 * <p>The last vector ends where the arrays do, and so overlaps the one before: that costs less than
 * a mask. Its elements are read before any is written, for an output may be where an input is.
 * Nothing that HotSpot compiles to a call may stand behind a loop: it would then reload all
 * constants for every vector.
 */
final class VectorLoop {

  private static final CodeBlock LAST = CodeBlock.of("last");

  private final Form form;
  private final Storage storage;
  private final Format format;
  private final Graph graph;
  private final VectorPrinter printer;
  private final Map<Node, String> lastInputs = new HashMap<>();

  VectorLoop(KernelSet set, Form form, Storage storage, VectorPrinter printer, Names scope) {
    this.form = form;
    this.storage = storage;
    this.format = Format.of(set.precision());
    this.graph = form.graph(set);
    this.printer = printer;
    for (Node node : graph.nodes()) {
      if (node.opcode() == Opcode.INPUT) {
        lastInputs.put(node, scope.take("last" + NodeNames.capital(element(node))));
      }
    }
  }

  /** Writes all that is done with elements that fill a vector at least. */
  CodeBlock withOverlap() {
    VectorPrinter ofLast = printer.renamed(lastInputs);
    CodeBlock.Builder code =
        constants()
            .addStatement("$T last =$W$L - $L", storage.index(), storage.size(), storage.step())
            .add(loads(ofLast, LAST))
            .add(loop(LAST))
            .add("\n// The last vector\n")
            .add(ofLast.operations())
            .add(stores(ofLast, LAST));
    return code.build();
  }

  /** Writes what is done with as many vectors as elements fill. */
  CodeBlock fullVectors() {
    CodeBlock bound = CodeBlock.of("bound");
    return constants()
        .addStatement("$T $L =$W$L", storage.index(), bound, storage.bound())
        .add(loop(bound))
        .build();
  }

  /** Writes what is done with fewer elements than fill a vector. */
  CodeBlock underMask() {
    return constants()
        .addStatement("$T inRange =$WSPECIES.indexInRange(0, length)", format.mask())
        .add(loads(printer, CodeBlock.of("")))
        .add(printer.operations())
        .add(stores(printer, CodeBlock.of("")))
        .build();
  }

  private CodeBlock.Builder constants() {
    return CodeBlock.builder().add(printer.constants()).add("\n");
  }

  private CodeBlock loop(CodeBlock end) {
    CodeBlock index = CodeBlock.of("i");
    return CodeBlock.builder()
        .beginControlFlow("for ($T i = 0; i < $L; i += $L)", storage.index(), end, storage.step())
        .add(loads(printer, index))
        .add(printer.operations())
        .add(stores(printer, index))
        .endControlFlow()
        .build();
  }

  private String element(Node input) {
    return form.inputs().get((int) input.immediate());
  }

  private CodeBlock loads(VectorPrinter names, CodeBlock index) {
    CodeBlock.Builder code = CodeBlock.builder();
    for (Node node : graph.nodes()) {
      if (node.opcode() == Opcode.INPUT) {
        code.addStatement(
            "$T $L =$W$L",
            format.realVector(),
            names.use(node),
            storage.load(format, element(node), index));
      }
    }
    return code.build();
  }

  private CodeBlock stores(VectorPrinter names, CodeBlock index) {
    CodeBlock.Builder code = CodeBlock.builder();
    for (int i = 0; i < form.outputs().size(); i++) {
      code.addStatement(storage.store(names.output(i), form.outputs().get(i), index));
    }
    return code.build();
  }
}
