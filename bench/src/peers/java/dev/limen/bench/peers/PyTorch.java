package dev.limen.bench.peers;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/**
 * PyTorch's operators without autograd. Results go to a tensor that is there, but for the few
 * operators that always make one. Where a backward operator wants y, it gets y: tanh and sigmoid
 * have less to compute then.
 */
public final class PyTorch implements Peer {
  private static final String TANH = "tanh";

  /** Called with the inputs; for backward x is y where the operator wants it. */
  private interface Operator {
    Tensor call(Tensor x, Tensor gradY, Tensor out);
  }

  /** For the service loader. */
  public PyTorch() {}

  @Override
  public String name() {
    return "pytorch";
  }

  @Override
  public boolean has(Activation activation, Direction direction, boolean doubles) {
    return true;
  }

  @Override
  public Computation prepare(Task task) {
    OneThread.require();
    torch.set_num_threads(1);
    Tensor x = tensor(task, task.x());
    Tensor gradY = tensor(task, task.gradY());
    Tensor out = tensor(task, new double[task.x().length]);
    AutoGradMode off = new AutoGradMode(false);
    boolean forward = task.direction() == Direction.FORWARD;
    boolean fromY =
        !forward
            && (task.activation() == Activation.TANH || task.activation() == Activation.SIGMOID);
    Tensor input = fromY ? forward(task.activation()).call(x, gradY, tensor(task, task.x())) : x;
    Operator operator = forward ? forward(task.activation()) : backward(task.activation());
    return new Call(operator, input, gradY, out, task.doubles(), off);
  }

  private static Tensor tensor(Task task, double[] numbers) {
    if (task.doubles()) {
      return copy(new DoublePointer(numbers), torch.ScalarType.Double, numbers.length);
    }
    float[] floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers[i];
    }
    return copy(new FloatPointer(floats), torch.ScalarType.Float, numbers.length);
  }

  /** PyTorch's own memory is aligned. */
  private static Tensor copy(Pointer numbers, torch.ScalarType type, long size) {
    return torch.from_blob(numbers, new long[] {size}, new TensorOptions(type)).clone();
  }

  private static Operator forward(Activation activation) {
    Scalar zero = new Scalar(0);
    Scalar six = new Scalar(6);
    return switch (activation) {
      case TANH -> (x, g, out) -> torch.tanh_out(out, x);
      case SIGMOID -> (x, g, out) -> torch.sigmoid_out(out, x);
      case GELU -> (x, g, out) -> torch.gelu_out(out, x);
      case GELU_TANH -> (x, g, out) -> torch.gelu_out(out, x, TANH);
      case SILU -> (x, g, out) -> torch.silu_out(out, x);
      case MISH -> (x, g, out) -> torch.mish_out(out, x);
      case SOFTPLUS -> (x, g, out) -> torch.softplus_out(out, x);
      case ELU -> (x, g, out) -> torch.elu_out(out, x);
      case HARD_SWISH -> (x, g, out) -> torch.hardswish_out(out, x);
      case HARD_SIGMOID -> (x, g, out) -> torch.hardsigmoid_out(out, x);
      case RELU6 -> (x, g, out) -> torch.hardtanh_out(out, x, zero, six);
      case RELU -> (x, g, out) -> torch.relu_out(out, x);
    };
  }

  private static Operator backward(Activation activation) {
    Scalar zero = new Scalar(0);
    Scalar one = new Scalar(1);
    Scalar six = new Scalar(6);
    Scalar threshold = new Scalar(20);
    return switch (activation) {
      case TANH -> (y, g, out) -> torch.tanh_backward_out(out, g, y);
      case SIGMOID -> (y, g, out) -> torch.sigmoid_backward_out(out, g, y);
      case GELU -> (x, g, out) -> torch.gelu_backward_out(out, g, x);
      case GELU_TANH -> (x, g, out) -> torch.gelu_backward_out(out, g, x, TANH);
      case SILU -> (x, g, out) -> torch.silu_backward_out(out, g, x);
      case MISH -> (x, g, out) -> torch.mish_backward(g, x);
      case SOFTPLUS -> (x, g, out) -> torch.softplus_backward_out(out, g, x, one, threshold);
      case ELU -> (x, g, out) -> torch.elu_backward_outf(g, one, one, one, false, x, out);
      case HARD_SWISH -> (x, g, out) -> torch.hardswish_backward(g, x);
      case HARD_SIGMOID -> (x, g, out) -> torch.hardsigmoid_backward_outf(g, x, out);
      case RELU6 -> (x, g, out) -> torch.hardtanh_backward_outf(g, x, zero, six, out);
      case RELU -> (x, g, out) -> torch.threshold_backward_outf(g, x, zero, out);
    };
  }

  private record Call(
      Operator operator,
      Tensor input,
      Tensor gradY,
      Tensor out,
      boolean doubles,
      AutoGradMode withoutAutograd)
      implements Computation {
    @Override
    public void run() {
      try (PointerScope scope = new PointerScope()) {
        scope.attach(operator.call(input, gradY, out));
      }
    }

    @Override
    public double[] result() {
      // Some operators return another tensor than out.
      Tensor result = operator.call(input, gradY, out);
      int size = (int) result.numel();
      double[] numbers = new double[size];
      if (doubles) {
        new DoublePointer(result.data_ptr_double()).get(numbers);
        return numbers;
      }
      float[] floats = new float[size];
      new FloatPointer(result.data_ptr_float()).get(floats);
      for (int i = 0; i < size; i++) {
        numbers[i] = floats[i];
      }
      return numbers;
    }
  }
}
