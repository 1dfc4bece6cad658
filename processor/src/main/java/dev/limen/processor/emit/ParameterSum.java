package dev.limen.processor.emit;

import dev.limen.processor.kernel.KernelSet;
import dev.limen.processor.kernel.ParameterKernel;
import java.util.ArrayList;
import java.util.List;

/**
 * What generated code calls the gradient of a trainable parameter, which is a sum.
 *
 * @param kernel the derivative by the parameter
 * @param slope the method of the scalar class that computes it
 * @param method the method of the vector class that adds to the sum
 * @param sum the local variable that holds the sum
 * @param lane the local variable that holds the sum of a lane
 */
record ParameterSum(ParameterKernel kernel, String slope, String method, String sum, String lane) {

  /**
   * Names the gradients of some kernels.
   *
   * @param locals the names of local variables
   */
  static List<ParameterSum> of(KernelSet set, Names locals) {
    Names methods = new Names(List.of());
    List<ParameterSum> sums = new ArrayList<>();
    for (ParameterKernel kernel : set.parameterSlopes()) {
      String parameter = kernel.parameter();
      String capital = NodeNames.capital(parameter);
      sums.add(
          new ParameterSum(
              kernel,
              methods.take("slopeBy" + capital),
              methods.take("sumOf" + capital),
              locals.take(parameter + "Sum"),
              locals.take(parameter + "Lane")));
    }
    return sums;
  }
}
