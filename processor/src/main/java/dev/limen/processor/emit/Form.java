package dev.limen.processor.emit;

import dev.limen.processor.kernel.Graph;
import dev.limen.processor.kernel.KernelSet;
import dev.limen.processor.kernel.Opcode;
import java.util.ArrayList;
import java.util.List;

/**
 * A form of a kernel over many elements. Each input and output has an array or a segment of that
 * name with an {@code s} behind it, so that the element has the name itself.
 */
enum Form {
  FORWARD("forward", List.of("x"), List.of("y")),
  BACKWARD("backward", List.of("x", "gradY"), List.of("gradX")),
  FORWARD_AND_DERIVATIVE("forwardAndDerivative", List.of("x"), List.of("y", "dydx")),
  /** The part of the form before that is not the first one, where these are two loops. */
  DERIVATIVE("derivatives", List.of("x"), List.of("dydx"));

  /** The forms that users call. */
  static final List<Form> PUBLIC = List.of(FORWARD, BACKWARD, FORWARD_AND_DERIVATIVE);

  /** The forms that work on segments too. */
  static final List<Form> ON_SEGMENTS = List.of(FORWARD, BACKWARD);

  private final String methodName;
  private final List<String> inputs;
  private final List<String> outputs;

  Form(String methodName, List<String> inputs, List<String> outputs) {
    this.methodName = methodName;
    this.inputs = inputs;
    this.outputs = outputs;
  }

  String methodName() {
    return methodName;
  }

  List<String> inputs() {
    return inputs;
  }

  List<String> outputs() {
    return outputs;
  }

  /** The inputs and the outputs, in the order of the parameters. */
  List<String> all() {
    List<String> all = new ArrayList<>(inputs);
    all.addAll(outputs);
    return all;
  }

  /** {@code xs}, {@code xOffset}, ..., {@code length}: the names of the parameters over arrays. */
  List<String> arrayArguments() {
    List<String> arguments = new ArrayList<>();
    for (String element : all()) {
      arguments.add(plural(element));
      arguments.add(offset(element));
    }
    arguments.add("length");
    return arguments;
  }

  Graph graph(KernelSet set) {
    return switch (this) {
      case FORWARD -> set.forward();
      case BACKWARD -> set.backward();
      case FORWARD_AND_DERIVATIVE -> set.forwardAndDerivative();
      case DERIVATIVE -> set.derivative();
    };
  }

  /** Whether an operation of this form has the input as an operand. */
  boolean uses(KernelSet set, String input) {
    return graph(set).nodes().stream()
        .anyMatch(
            node -> node.opcode() == Opcode.INPUT && node.immediate() == inputs.indexOf(input));
  }

  /** The name of the array or segment of an input or output. */
  static String plural(String element) {
    return element + "s";
  }

  /** The name of the parameter that holds where an input or output starts in its array. */
  static String offset(String element) {
    return element + "Offset";
  }
}
