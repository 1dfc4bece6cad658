package dev.limen.processor.emit;

import com.palantir.javapoet.CodeBlock;
import dev.limen.processor.kernel.Graph;
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
  private static final String LAST = "last";

  /** Follows the names of values that belong to the vector under way. */
  private static final String UNDER_WAY = "Now";

  private final List<String> inputs;
  private final List<String> outputs;
  private final Optional<LaneSums> sums;
  private final Storage storage;
  private final Format format;
  private final Format arithmetic;
  private final Graph graph;
  private final List<Node> varying;
  private final VectorPrinter printer;
  private final Names scope;
  private final Map<Node, String> lastNames = new HashMap<>();

  /**
   * A writer.
   *
   * @param format of inputs and outputs
   * @param inputs the inputs of the graph
   * @param outputs the outputs of the graph that are stored
   * @param sums to which the output after these is added, if there is one
   * @param scope the names in the method
   */
  VectorLoop(
      Format format,
      List<String> inputs,
      List<String> outputs,
      Optional<LaneSums> sums,
      Storage storage,
      VectorPrinter printer,
      Names scope) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.sums = sums;
    this.storage = storage;
    this.format = format;
    this.graph = printer.graph();
    this.arithmetic = Format.of(graph.precision());
    this.varying = graph.varying();
    this.printer = printer;
    this.scope = scope;
    for (Node node : varying) {
      String name = node.opcode() == Opcode.INPUT ? element(node) : printer.use(node);
      lastNames.put(node, scope.take("last" + NodeNames.capital(name)));
    }
  }

  /** From where to where a loop goes, in which steps. */
  private record Range(String start, String end, String step) {}

  /** The stages that a loop is written in; empty where it is not. */
  static Optional<Stages> stages(Graph graph) {
    return Stages.of(graph)
        .filter(stages -> MethodSize.ofVectorMethod(graph, stages) <= MethodSize.MOST_BYTES);
  }

  /** Writes all that is done with elements that fill a vector at least. */
  CodeBlock withOverlap() {
    VectorPrinter ofLast = printer.renamed(lastNames);
    CodeBlock.Builder code =
        constants()
            .add("// The last vector\n")
            .addStatement("$T last =$W$L - $L", storage.index(), storage.size(), storage.step())
            .add(loads(ofLast, CodeBlock.of(LAST)))
            .add(ofLast.operations(varying))
            .add("\n")
            .add(loop(new Range("0", LAST, storage.step())))
            .add(stores(ofLast, CodeBlock.of(LAST)));
    return code.build();
  }

  /** Writes what is done with as many vectors as elements fill. */
  CodeBlock fullVectors() {
    return constants()
        .addStatement("$T bound =$W$L", storage.index(), storage.bound())
        .add(plainLoop(new Range("0", "bound", storage.step())))
        .build();
  }

  /** Writes what is done with fewer elements than fill a vector. */
  CodeBlock underMask() {
    return constants()
        .addStatement("$T inRange =$WSPECIES.indexInRange(0, length)", format.mask())
        .add(vector(printer, CodeBlock.of("")))
        .build();
  }

  /** Writes what is done with as many elements as lanes of a sum are filled by. */
  CodeBlock withSums() {
    return constants()
        .beginControlFlow("for (int lane = 0; lane < SUM_LANES; lane += $L)", storage.step())
        .add(sums.orElseThrow().zero())
        .add(loop(new Range("lane", "length", "SUM_LANES")))
        .add(sums.orElseThrow().total())
        .endControlFlow()
        .build();
  }

  private CodeBlock.Builder constants() {
    return CodeBlock.builder().add(printer.constants()).add("\n");
  }

  private CodeBlock loop(Range range) {
    return stages(graph).map(stages -> inStages(stages, range)).orElseGet(() -> plainLoop(range));
  }

  private CodeBlock plainLoop(Range range) {
    return CodeBlock.builder()
        .beginControlFlow(
            "for ($T i = $L; i < $L; i += $L)",
            storage.index(),
            range.start(),
            range.end(),
            range.step())
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
  private CodeBlock inStages(Stages stages, Range range) {
    Map<Node, String> names = new HashMap<>();
    for (Node node : stages.first()) {
      names.put(node, scope.take(printer.use(node) + UNDER_WAY));
    }
    VectorPrinter underWay = printer.renamed(names);
    String step = range.step();
    String end = range.end();
    CodeBlock.Builder code =
        CodeBlock.builder()
            .add(
                "\n// One vector is under way: the first stage of the next is computed beside its"
                    + " second\n// stage.\n")
            .add(loads(underWay, stages.first(), CodeBlock.of(range.start())))
            .add(underWay.operations(stages.first()))
            .addStatement("$T i = $L", storage.index(), range.start())
            .beginControlFlow("for (; i < $L - $L; i += $L)", end, step, step)
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
        .beginControlFlow("for (; i < $L; i += $L)", end, step)
        .add(vector(printer, INDEX))
        .endControlFlow()
        .build();
  }

  private String element(Node input) {
    return inputs.get((int) input.immediate());
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
    for (int i = 0; i < outputs.size(); i++) {
      CodeBlock result =
          arithmetic == format
              ? CodeBlock.of("$L", names.output(i))
              : VectorPrinter.narrowed(names.output(i));
      code.addStatement(storage.store(result, outputs.get(i), index));
    }
    sums.ifPresent(added -> code.add(added.add(names.output(outputs.size()))));
    return code.build();
  }
}
