package dev.limen.processor.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import dev.limen.processor.kernel.Graph;
import dev.limen.processor.kernel.KernelSet;
import dev.limen.processor.kernel.ParameterKernel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;

/**
 * Backward with the gradients of parameters, as many elements at a time as a vector holds: for each
 * block a loop for each sum, the last one with backward where that is faster.
 */
final class VectorTraining extends Training {

  private static final String BACKWARD_AND_SUM = "backwardAndSum";

  private final VectorKernelFile file;
  private final KernelSet set;
  private final boolean isTogether;

  VectorTraining(VectorKernelFile file) {
    super(file);
    this.file = file;
    this.set = file.set();
    this.isTogether =
        set.isTrainable()
            && set.isFastestTrainedTogether()
            && !MethodSize.isLarge(set.backwardAndTerm())
            && file.mayLoop(set.backwardAndTerm());
  }

  /** Whether loops over vectors can hold all sums. */
  boolean isVectorized() {
    return set.isTrainable()
        && set.parameterSlopes().stream().map(ParameterKernel::term).allMatch(file::mayLoop);
  }

  /** The graphs of all loops. */
  Stream<Graph> graphs() {
    return isVectorized() ? sums().stream().map(this::graph) : Stream.of();
  }

  /** Whether sums need a species of their own. */
  boolean needsSpecies() {
    return isVectorized() && file.arithmetic() == Format.F32;
  }

  private boolean isBesideBackward(ParameterSum sum) {
    return isTogether && sum == sums().getLast();
  }

  private Graph graph(ParameterSum sum) {
    return isBesideBackward(sum) ? set.backwardAndTerm() : sum.kernel().term();
  }

  /** The inputs of a loop, and what it stores. */
  private List<String> elements(ParameterSum sum) {
    return isBesideBackward(sum) ? Form.BACKWARD.all() : Form.BACKWARD.inputs();
  }

  private String methodName(ParameterSum sum) {
    return isBesideBackward(sum) ? BACKWARD_AND_SUM : sum.method();
  }

  @Override
  CodeBlock blocks() {
    CodeBlock.Builder code =
        CodeBlock.builder()
            .beginControlFlow("for (int from = 0; from < bound; from += SUM_BLOCK)")
            .addStatement("int size =$W$T.min(SUM_BLOCK,$Wbound - from)", Math.class);
    for (ParameterSum sum : sums()) {
      List<String> arguments = new ArrayList<>(KernelFile.shifted(elements(sum), "from"));
      arguments.addAll(List.of("size", sum.sum()));
      code.addStatement("$L =$W$L($L)", sum.sum(), methodName(sum), KernelFile.wrapped(arguments));
    }
    if (!isTogether) {
      List<String> arguments = new ArrayList<>(KernelFile.shifted(Form.BACKWARD.all(), "from"));
      arguments.add("size");
      code.addStatement("$L($L)", Form.BACKWARD.methodName(), KernelFile.wrapped(arguments));
    }
    return code.endControlFlow().build();
  }

  /** The methods that add up what a block contributes to the gradient of a parameter. */
  List<MethodSpec> loops() {
    return sums().stream().map(this::loop).toList();
  }

  private MethodSpec loop(ParameterSum sum) {
    String parameter = sum.kernel().parameter();
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(methodName(sum))
            .addJavadoc(
                "Adds what a block contributes to the gradient of {@code $L}$L.\n",
                parameter,
                isBesideBackward(sum) ? ", beside backward" : "")
            .addModifiers(Modifier.PRIVATE)
            .returns(TypeName.DOUBLE);
    file.addElements(method, elements(sum));
    Names scope = file.scope();
    String total = scope.take(sum.sum());
    LaneSums lanes = lanes(parameter, total, scope);
    List<String> outputs = isBesideBackward(sum) ? Form.BACKWARD.outputs() : List.of();
    List<String> results = new ArrayList<>(outputs);
    results.add(parameter + "Term");
    VectorLoop loop =
        file.loop(graph(sum), outputs, results, Optional.of(lanes), Storage.ARRAYS, scope);
    return method
        .addParameter(TypeName.INT, "length")
        .addParameter(TypeName.DOUBLE, total)
        .addCode(loop.withSums())
        .addStatement("return $L", total)
        .build();
  }

  private LaneSums lanes(String parameter, String total, Names scope) {
    boolean isHalved = file.arithmetic() == Format.F32;
    List<String> suffixes = isHalved ? List.of("Low", "High") : List.of("Lanes");
    return new LaneSums(
        suffixes.stream().map(suffix -> scope.take(parameter + suffix)).toList(),
        isHalved ? LaneSums.SPECIES : file.computedSpecies(),
        total,
        scope.take("k"));
  }
}
