package dev.limen.processor.emit;

import com.palantir.javapoet.CodeBlock;
import dev.limen.processor.kernel.Graph;
import dev.limen.processor.kernel.KernelSet;
import dev.limen.processor.kernel.Node;
import dev.limen.processor.kernel.Opcode;
import dev.limen.processor.kernel.Stages;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the body of a form over many elements, a vector at a time.
 *
 * <p>The last vector ends where the arrays do, and so overlaps the one before: that costs less than
 * a mask. It is computed before any other is written, for an output may be where an input is: of
 * what lives across the loop, inputs with several uses would be boxed by HotSpot, results are not.
 * Nothing that HotSpot compiles to a call may stand behind a loop: it would then reload all
 * constants for every vector.
 */
final class VectorLoop {

  private static final CodeBlock INDEX = CodeBlock.of("i");
  private static final CodeBlock LAST = CodeBlock.of("last");

  /** Follows the names of values that belong to the vector under way. */
  private static final String UNDER_WAY = "Now";

  private final Form form;
  private final Storage storage;
  private final Format format;
  private final Format arithmetic;
  private final Graph graph;
  private final List<Node> varying;
  private final VectorPrinter printer;
  private final Names scope;
  private final Map<Node, String> lastNames = new HashMap<>();

  VectorLoop(KernelSet set, Form form, Storage storage, VectorPrinter printer, Names scope) {
    this.form = form;
    this.storage = storage;
    this.format = Format.of(set.precision());
    this.arithmetic = Format.of(printer.graph().precision());
    this.graph = form.graph(set);
    this.varying = graph.varying();
    this.printer = printer;
    this.scope = scope;
    for (Node node : varying) {
      String name = node.opcode() == Opcode.INPUT ? element(node) : printer.use(node);
      lastNames.put(node, scope.take("last" + NodeNames.capital(name)));
    }
  }

  /** The stages that a loop is written in; empty where it is not. */
  static Optional<Stages> stages(Graph graph) {
    return Stages.of(graph)
        .filter(stages -> MethodSize.ofVectorMethod(graph, stages) <= MethodSize.MOST_BYTES);
  }

  /** Writes all that is done with elements that fill a vector at least. */
  CodeBlock withOverlap() {
    Optional<Stages> stages = stages(graph);
    VectorPrinter ofLast = printer.renamed(lastNames);
    CodeBlock.Builder code =
        constants()
            .add("// The last vector\n")
            .addStatement("$T last =$W$L - $L", storage.index(), storage.size(), storage.step())
            .add(loads(ofLast, LAST))
            .add(ofLast.operations(varying))
            .add("\n")
            .add(stages.isEmpty() ? loop(LAST) : inStages(stages.get()))
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
        .add(vector(printer, CodeBlock.of("")))
        .build();
  }

  private CodeBlock.Builder constants() {
    return CodeBlock.builder().add(printer.constants()).add("\n");
  }

  private CodeBlock loop(CodeBlock end) {
    return CodeBlock.builder()
        .beginControlFlow("for ($T i = 0; i < $L; i += $L)", storage.index(), end, storage.step())
        .add(vector(printer, INDEX))
        .endControlFlow()
        .build();
  }

  /** A vector from load to store. */
  private CodeBlock vector(VectorPrinter names, CodeBlock index) {
    return CodeBlock.builder()
        .add(loads(names, index))
        .add(names.operations(varying))
        .add(stores(names, index))
        .build();
  }

  /**
   * A loop that computes the first stage of a vector beside the second stage of the one before, and
   * a plain loop for what is left.
   */
  private CodeBlock inStages(Stages stages) {
    Map<Node, String> names = new HashMap<>();
    for (Node node : stages.first()) {
      names.put(node, scope.take(printer.use(node) + UNDER_WAY));
    }
    VectorPrinter underWay = printer.renamed(names);
    String step = storage.step();
    CodeBlock.Builder code =
        CodeBlock.builder()
            .add(
                "\n// One vector is under way: the first stage of the next is computed beside its"
                    + " second\n// stage.\n")
            .add(loads(underWay, stages.first(), CodeBlock.of("0")))
            .add(underWay.operations(stages.first()))
            .addStatement("$T i = 0", storage.index())
            .beginControlFlow("for (; i < last - $L; i += $L)", step, step)
            .add(loads(printer, stages.first(), CodeBlock.of("i + $L", step)))
            .add(printer.operations(stages.first()))
            .add("\n// The second stage\n")
            .add(loads(underWay, stages.second(), INDEX))
            .add(underWay.operations(stages.second()))
            .add(stores(underWay, INDEX));
    for (Node node : stages.crossing()) {
      code.addStatement("$L =$W$L", underWay.use(node), printer.use(node));
    }
    return code.endControlFlow()
        .beginControlFlow("for (; i < last; i += $L)", step)
        .add(vector(printer, INDEX))
        .endControlFlow()
        .build();
  }

  private String element(Node input) {
    return form.inputs().get((int) input.immediate());
  }

  private CodeBlock loads(VectorPrinter names, CodeBlock index) {
    return loads(names, varying, index);
  }

  private CodeBlock loads(VectorPrinter names, List<Node> nodes, CodeBlock index) {
    CodeBlock.Builder code = CodeBlock.builder();
    for (Node node : nodes) {
      if (node.opcode() == Opcode.INPUT) {
        CodeBlock loaded = storage.load(format, element(node), index);
        code.addStatement(
            "$T $L =$W$L",
            arithmetic.realVector(),
            names.use(node),
            arithmetic == format ? loaded : VectorPrinter.widened(loaded));
      }
    }
    return code.build();
  }

  private CodeBlock stores(VectorPrinter names, CodeBlock index) {
    CodeBlock.Builder code = CodeBlock.builder();
    for (int i = 0; i < form.outputs().size(); i++) {
      CodeBlock result =
          arithmetic == format
              ? CodeBlock.of("$L", names.output(i))
              : VectorPrinter.narrowed(names.output(i));
      code.addStatement(storage.store(result, form.outputs().get(i), index));
    }
    return code.build();
  }
}
