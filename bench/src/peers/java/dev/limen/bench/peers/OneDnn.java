package dev.limen.bench.peers;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_clip;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_elu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_gelu_erf;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_gelu_tanh;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_hardsigmoid;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_hardswish;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_logistic;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_mish;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_relu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_soft_relu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_swish;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_tanh;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;

import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;

/**
 * oneDNN's eltwise primitives, out of place, on its own aligned memory. Backward is from x, as it
 * is with Limen; oneDNN can also take y for some functions. On CPUs it has no doubles.
 */
public final class OneDnn implements Peer {

  /** An algorithm with its parameters. */
  private record Algorithm(int kind, float alpha, float beta) {
    static Algorithm of(Activation activation) {
      return switch (activation) {
        case TANH -> new Algorithm(dnnl_eltwise_tanh, 0, 0);
        case SIGMOID -> new Algorithm(dnnl_eltwise_logistic, 0, 0);
        case GELU -> new Algorithm(dnnl_eltwise_gelu_erf, 0, 0);
        case GELU_TANH -> new Algorithm(dnnl_eltwise_gelu_tanh, 0, 0);
        case SILU -> new Algorithm(dnnl_eltwise_swish, 1, 0);
        case MISH -> new Algorithm(dnnl_eltwise_mish, 0, 0);
        case SOFTPLUS -> new Algorithm(dnnl_eltwise_soft_relu, 1, 0);
        case ELU -> new Algorithm(dnnl_eltwise_elu, 1, 0);
        case HARD_SWISH -> new Algorithm(dnnl_eltwise_hardswish, 1f / 6, 0.5f);
        case HARD_SIGMOID -> new Algorithm(dnnl_eltwise_hardsigmoid, 1f / 6, 0.5f);
        case RELU6 -> new Algorithm(dnnl_eltwise_clip, 0, 6);
        case RELU -> new Algorithm(dnnl_eltwise_relu, 0, 0);
      };
    }
  }

  /** For the service loader. */
  public OneDnn() {}

  @Override
  public String name() {
    return "onednn";
  }

  @Override
  public boolean has(Activation activation, Direction direction, boolean doubles) {
    return !doubles;
  }

  @Override
  public Computation prepare(Task task) {
    OneThread.require();
    int size = task.x().length;
    engine cpu = new engine(engine.kind.cpu, 0);
    stream calls = new stream(cpu);
    memory.desc shape =
        new memory.desc(new long[] {size}, memory.data_type.f32, memory.format_tag.a);
    memory x = filled(shape, cpu, task.floats());
    memory out = filled(shape, cpu, new float[size]);
    Algorithm algorithm = Algorithm.of(task.activation());
    eltwise_forward.primitive_desc forward =
        new eltwise_forward.primitive_desc(
            cpu,
            dnnl_forward_training,
            algorithm.kind(),
            shape,
            shape,
            algorithm.alpha(),
            algorithm.beta());
    IntMemoryMap arguments = new IntMemoryMap().put(DNNL_ARG_SRC, x);
    if (task.direction() == Direction.FORWARD) {
      arguments.put(DNNL_ARG_DST, out);
      return new Call(new eltwise_forward(forward), calls, arguments, out, size);
    }
    arguments.put(DNNL_ARG_DIFF_DST, filled(shape, cpu, task.gradients()));
    arguments.put(DNNL_ARG_DIFF_SRC, out);
    eltwise_backward.primitive_desc backward =
        new eltwise_backward.primitive_desc(
            cpu,
            algorithm.kind(),
            shape,
            shape,
            shape,
            algorithm.alpha(),
            algorithm.beta(),
            forward);
    return new Call(new eltwise_backward(backward), calls, arguments, out, size);
  }

  private static memory filled(memory.desc shape, engine cpu, float[] numbers) {
    memory room = new memory(shape, cpu);
    new FloatPointer(room.get_data_handle()).put(numbers);
    return room;
  }

  private record Call(primitive kernel, stream calls, IntMemoryMap arguments, memory out, int size)
      implements Computation {
    @Override
    public void run() {
      kernel.execute(calls, arguments);
      calls._wait();
    }

    @Override
    public double[] result() {
      float[] numbers = new float[size];
      new FloatPointer(out.get_data_handle()).get(numbers);
      double[] result = new double[size];
      for (int i = 0; i < size; i++) {
        result[i] = numbers[i];
      }
      return result;
    }
  }
}
