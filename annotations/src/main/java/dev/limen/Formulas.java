package dev.limen;

/**
 * The activation functions of the literature and of the frameworks, to write instead of a formula:
 *
 * <pre>{@code
 * @Activation @Formula(Formulas.GELU)
 * interface Gelu {}
 * }</pre>
 *
 * <p>Where frameworks mean different functions by one name there is an entry for each, and the text
 * says who computes which. A default parameter is a number in the formula. An entry that says
 * <i>Parameters</i> leaves them open; the spec declares each by a method:
 *
 * <pre>{@code
 * @Activation @Formula(Formulas.SWISH)
 * interface Swish {
 *   @Parameter(1.0) double beta();
 * }
 * }</pre>
 *
 * <p><i>Kinks</i> are the points where the derivatives from the left and from the right differ, and
 * both. What the kernel gives there is said by {@link Activation#kink()}, {@link Kink#MIN_NORM}
 * unless declared; the text names the frameworks that differ from it. With parameters, the kinks
 * and the range are those of the values that are named.
 *
 * <p>Not here, for they are no functions of one number, or have no formula: the gated units (GLU,
 * SwiGLU), maxout and hardmax; softmax and its kin; randomised ReLU while it trains; rounding.
 */
public final class Formulas {

  // Lines.

  /**
   * The identity, which Keras calls linear.
   *
   * <p>Source: Keras, ONNX.
   *
   * <p>Range: (-inf, inf).
   *
   * <p>Kinks: none.
   */
  public static final String IDENTITY = "x";

  /**
   * A line.
   *
   * <p>Source: oneDNN.
   *
   * <p>Parameters: alpha = 1, beta = 0.
   *
   * <p>Range: (-inf, inf).
   *
   * <p>Kinks: none.
   */
  public static final String LINEAR = "alpha*x + beta";

  // The rectifier and its bounds.

  /**
   * The rectifier, max(x, 0).
   *
   * <p>Source: Nair and Hinton 2010; all frameworks.
   *
   * <p>Range: [0, inf).
   *
   * <p>Kinks: at 0 from 0 to 1. Everywhere 0, but 1/2 where it is written as a maximum in JAX or
   * PyTorch ({@link Kink#MEAN}), 1 as a clamp in PyTorch ({@link Kink#RIGHT}).
   */
  public static final String RELU = "relu(x)";

  /**
   * The rectifier up to 6.
   *
   * <p>Source: Krizhevsky 2010; PyTorch, Keras, TensorFlow, JAX, NNlib.
   *
   * <p>Range: [0, 6].
   *
   * <p>Kinks: at 0 from 0 to 1, at 6 from 1 to 0. The frameworks give 0 at both. oneDNN's clip
   * gives 0 and 1 ({@link Kink#LEFT}), JAX once gave 1/2 at both ({@link Kink#MEAN}).
   */
  public static final String RELU6 = "clamp(x, 0, 6)";

  /**
   * The rectifier up to 1.
   *
   * <p>Source: LiteRT (RELU_0_TO_1), XNNPACK.
   *
   * <p>Range: [0, 1].
   *
   * <p>Kinks: at 0 from 0 to 1, at 1 from 1 to 0.
   */
  public static final String RELU_0_TO_1 = "clamp(x, 0, 1)";

  /**
   * The identity between -1 and 1, by LiteRT's name; the same as {@link #HARD_TANH}.
   *
   * <p>Source: LiteRT (RELU_N1_TO_1), XNNPACK.
   *
   * <p>Range: [-1, 1].
   *
   * <p>Kinks: at -1 from 0 to 1, at 1 from 1 to 0.
   */
  public static final String RELU_N1_TO_1 = "clamp(x, -1, 1)";

  /**
   * The identity between two bounds: clamp, clip, bounded ReLU. The form {@link Clamp} takes
   * infinite bounds too.
   *
   * <p>Source: PyTorch (hardtanh, clamp), ONNX (Clip), oneDNN (clip), XNNPACK (clamp).
   *
   * <p>Parameters: low = -1, high = 1.
   *
   * <p>Range: [-1, 1].
   *
   * <p>Kinks: at -1 from 0 to 1, at 1 from 1 to 0. As of {@link #HARD_TANH}.
   */
  public static final String CLAMP = "clamp(x, low, high)";

  /**
   * The hard tanh.
   *
   * <p>Source: Collobert 2004; PyTorch, Keras, JAX, NNlib.
   *
   * <p>Range: [-1, 1].
   *
   * <p>Kinks: at -1 from 0 to 1, at 1 from 1 to 0. PyTorch's hardtanh, oneDNN's clip_v2 and NNlib
   * give 0 at both; JAX, and PyTorch's clamp, 1 at both, declared as {@code kinks = {1, 1}};
   * oneDNN's clip 0 and 1 ({@link Kink#LEFT}).
   */
  public static final String HARD_TANH = "clamp(x, -1, 1)";

  /**
   * Keras' ReLU with a threshold, a slope below it and a greatest value. It jumps at the threshold
   * unless that is 0. The defaults of Keras make it {@link #RELU}.
   *
   * <p>Source: Keras (relu, ReLU).
   *
   * <p>Parameters: slope = 0.5, threshold = 5, high = 8.
   *
   * <p>Range: (-inf, 8].
   *
   * <p>Kinks: at 5 from 0.5 to 1, at 8 from 1 to 0.
   */
  public static final String KERAS_RELU = "x > threshold ? min(x, high) : slope*(x - threshold)";

  /**
   * The rectifier that keeps a hundredth of what is negative.
   *
   * <p>Source: Maas, Hannun and Ng 2013; PyTorch, JAX, ONNX, NNlib.
   *
   * <p>Range: (-inf, inf).
   *
   * <p>Kinks: at 0 from 0.01 to 1. JAX gives 1 ({@link Kink#RIGHT}), the others 0.01. The same name
   * has other slopes elsewhere: {@link #LEAKY_RELU_TENSORFLOW}, {@link #LEAKY_RELU_KERAS_LAYER}.
   */
  public static final String LEAKY_RELU = "x > 0 ? x : 0.01*x";

  /**
   * The leaky rectifier with the slope of TensorFlow.
   *
   * <p>Source: TensorFlow (tf.nn.leaky_relu), the function of Keras 3 (keras.activations).
   *
   * <p>Range: (-inf, inf).
   *
   * <p>Kinks: at 0 from 0.2 to 1.
   */
  public static final String LEAKY_RELU_TENSORFLOW = "x > 0 ? x : 0.2*x";

  /**
   * The leaky rectifier with the slope of the layer of Keras, which is not that of its function.
   *
   * <p>Source: Keras (keras.layers.LeakyReLU).
   *
   * <p>Range: (-inf, inf).
   *
   * <p>Kinks: at 0 from 0.3 to 1.
   */
  public static final String LEAKY_RELU_KERAS_LAYER = "x > 0 ? x : 0.3*x";

  /**
   * The leaky rectifier with a slope that is learned, or of any slope. PyTorch begins with 0.25,
   * Keras with 0.
   *
   * <p>Source: He, Zhang, Ren and Sun 2015, arXiv 1502.01852; all frameworks.
   *
   * <p>Parameters: slope = 0.25.
   *
   * <p>Range: (-inf, inf).
   *
   * <p>Kinks: at 0 from 0.25 to 1. JAX's leaky_relu gives 1 ({@link Kink#RIGHT}), the others the
   * slope, which for slopes beyond -1 to 1 is {@link Kink#LEFT}. Keras on NumPy computes the
   * maximum of both branches, which differs for slopes above 1.
   */
  public static final String PRELU = "x > 0 ? x : slope*x";

  /**
   * The randomised leaky rectifier when it does not train: its slope is the mean of 1/8 and 1/3.
   *
   * <p>Source: Xu, Wang, Chen and Li 2015, arXiv 1505.00853; PyTorch, NNlib.
   *
   * <p>Range: (-inf, inf).
   *
   * <p>Kinks: at 0 from 0.22916666666666666 to 1.
   */
  public static final String RRELU_EVAL = "x > 0 ? x : (1/8 + 1/3)/2*x";

  /**
   * The identity above a threshold, a fixed value up to it. It jumps where the two differ.
   *
   * <p>Source: PyTorch (threshold).
   *
   * <p>Parameters: threshold = 0, value = 0.
   *
   * <p>Range: [0, inf).
   *
   * <p>Kinks: at 0 from 0 to 1.
   */
  public static final String THRESHOLD = "x > threshold ? x : value";

  /**
   * The identity above 1, 0 up to it. It jumps at 1. NNlib calls it trelu.
   *
   * <p>Source: Konda, Memisevic and Krueger 2014, arXiv 1402.3337; ONNX, NNlib.
   *
   * <p>Range: [0, inf).
   *
   * <p>Kinks: at 1 from 0 to 1.
   */
  public static final String THRESHOLDED_RELU = "x > 1 ? x : 0";

  /**
   * The identity from a positive threshold on, 0 below it, which makes activations sparse. It jumps
   * at the threshold.
   *
   * <p>Source: Kurtz et al. 2020 (FATReLU).
   *
   * <p>Parameters: threshold = 0.5.
   *
   * <p>Range: [0, inf).
   *
   * <p>Kinks: at 0.5 from 0 to 1.
   */
  public static final String FAT_RELU = "x >= threshold ? x : 0";

  /**
   * The square of the rectifier.
   *
   * <p>Source: So et al. 2021, arXiv 2109.08668 (Primer).
   *
   * <p>Range: [0, inf).
   *
   * <p>Kinks: none.
   */
  public static final String RELU_SQUARED = "relu(x)^2";

  /**
   * The smooth rectifier that is a parabola between -1 and 1.
   *
   * <p>Source: Keras, JAX.
   *
   * <p>Range: [0, inf).
   *
   * <p>Kinks: none.
   */
  public static final String SPARSE_PLUS = "x < -1 ? 0 : x < 1 ? (x + 1)^2/4 : x";

  /**
   * The smooth rectifier that is a parabola between -beta and beta; of beta 1 it is {@link
   * #SPARSE_PLUS}.
   *
   * <p>Source: Shamir, Lin and Coviello 2020, arXiv 2010.09931 (SmeLU).
   *
   * <p>Parameters: beta = 0.5.
   *
   * <p>Range: [0, inf).
   *
   * <p>Kinks: none.
   */
  public static final String SMELU = "x < -beta ? 0 : x < beta ? (x + beta)^2/(4*beta) : x";

  // What is small is 0.

  /**
   * 0 from -1/2 to 1/2, else the identity. It jumps at both.
   *
   * <p>Source: PyTorch, Keras; ONNX (Shrink) with its bias of 0.
   *
   * <p>Range: (-inf, inf).
   *
   * <p>Kinks: at -0.5 from 1 to 0, at 0.5 from 0 to 1.
   */
  public static final String HARD_SHRINK = "abs(x) > 0.5 ? x : 0";

  /**
   * 0 from -bound to bound, else the identity. PyTorch and Keras call the bound lambda.
   *
   * <p>Source: PyTorch, Keras.
   *
   * <p>Parameters: bound = 0.5.
   *
   * <p>Range: (-inf, inf).
   *
   * <p>Kinks: at -0.5 from 1 to 0, at 0.5 from 0 to 1. PyTorch rounds its bound to the format of x
   * before it compares.
   */
  public static final String HARD_SHRINK_BOUND = "abs(x) > bound ? x : 0";

  /**
   * x less its part between -1/2 and 1/2.
   *
   * <p>Source: PyTorch, Keras, NNlib.
   *
   * <p>Range: (-inf, inf).
   *
   * <p>Kinks: at -0.5 from 1 to 0, at 0.5 from 0 to 1.
   */
  public static final String SOFT_SHRINK = "x - clamp(x, -0.5, 0.5)";

  /**
   * x less its part between -bound and bound. PyTorch and Keras call the bound lambda.
   *
   * <p>Source: PyTorch, Keras, NNlib.
   *
   * <p>Parameters: bound = 0.5.
   *
   * <p>Range: (-inf, inf).
   *
   * <p>Kinks: at -0.5 from 1 to 0, at 0.5 from 0 to 1.
   */
  public static final String SOFT_SHRINK_BOUND = "x - clamp(x, -bound, bound)";

  /**
   * ONNX's shrink: {@link #HARD_SHRINK_BOUND} with a bias of 0, {@link #SOFT_SHRINK_BOUND} with a
   * bias that is the bound, and it jumps with any other.
   *
   * <p>Source: ONNX (Shrink).
   *
   * <p>Parameters: bound = 0.5, bias = 0.
   *
   * <p>Range: (-inf, inf).
   *
   * <p>Kinks: at -0.5 from 1 to 0, at 0.5 from 0 to 1.
   */
  public static final String SHRINK_ONNX = "x < -bound ? x + bias : x > bound ? x - bias : 0";

  // Sigmoids of lines and parabolas.

  /**
   * The hard sigmoid relu6(x + 3)/6 of the frameworks of today.
   *
   * <p>Source: Howard et al. 2019, arXiv 1905.02244; PyTorch, Keras 3, JAX, NNlib, ggml.
   *
   * <p>Range: [0, 1].
   *
   * <p>Kinks: at -3 from 0 to 0.16666666666666666, at 3 from 0.16666666666666666 to 0. The
   * frameworks give 0 at both; PyTorch once gave 1/6. Under the same name others mean {@link
   * #HARD_SIGMOID_THEANO}.
   */
  public static final String HARD_SIGMOID = "clamp(x/6 + 0.5, 0, 1)";

  /**
   * The hard sigmoid of Theano, of Keras before 3, and the default of ONNX.
   *
   * <p>Source: Theano, Keras 1 and 2, ONNX (HardSigmoid), Chainer.
   *
   * <p>Range: [0, 1].
   *
   * <p>Kinks: at -2.5 from 0 to 0.2, at 2.5 from 0.2 to 0.
   */
  public static final String HARD_SIGMOID_THEANO = "clamp(0.2*x + 0.5, 0, 1)";

  /**
   * A hard sigmoid with the slope that the sigmoid has at 0.
   *
   * <p>Source: ports to hardware.
   *
   * <p>Range: [0, 1].
   *
   * <p>Kinks: at -2 from 0 to 0.25, at 2 from 0.25 to 0.
   */
  public static final String HARD_SIGMOID_QUARTER = "clamp((x + 2)/4, 0, 1)";

  /**
   * A hard sigmoid of any line. With parameters, so that they may change at run time; {@link Clamp}
   * has the same function for fixed ones.
   *
   * <p>Source: ONNX (HardSigmoid), oneDNN (hardsigmoid).
   *
   * <p>Parameters: alpha = 0.2, beta = 0.5.
   *
   * <p>Range: [0, 1].
   *
   * <p>Kinks: at -2.5 from 0 to 0.2, at 2.5 from 0.2 to 0.
   */
  public static final String HARD_SIGMOID_ALPHA_BETA = "clamp(alpha*x + beta, 0, 1)";

  /**
   * The derivative of {@link #SPARSE_PLUS}; the hard sigmoid of binary networks.
   *
   * <p>Source: Courbariaux et al. 2015, arXiv 1511.00363; Keras, JAX.
   *
   * <p>Range: [0, 1].
   *
   * <p>Kinks: at -1 from 0 to 0.5, at 1 from 0.5 to 0. Keras gives 0 at both, JAX 1/4 ({@link
   * Kink#MEAN}).
   */
  public static final String SPARSE_SIGMOID = "clamp((x + 1)/2, 0, 1)";

  /**
   * A sigmoid of seven lines with slopes that are powers of two, as published: it jumps by 1/256 at
   * 2.375 and -2.375, where it is not monotone.
   *
   * <p>Source: Amin, Curtis and Hayes-Gill 1997 (PLAN).
   *
   * <p>Range: [0, 1].
   *
   * <p>Kinks: at -5 from 0 to 0.03125, at -2.375 from 0.03125 to 0.125, at -1 from 0.125 to 0.25,
   * at 1 from 0.25 to 0.125, at 2.375 from 0.125 to 0.03125, at 5 from 0.03125 to 0.
   */
  public static final String PLAN =
      "x <= -5 ? 0 : x <= -2.375 ? 0.03125*x + 0.15625 : x <= -1 ? 0.125*x + 0.375"
          + " : x < 1 ? 0.25*x + 0.5"
          + " : x < 2.375 ? 0.125*x + 0.625 : x < 5 ? 0.03125*x + 0.84375 : 1";

  /**
   * A smooth sigmoid of two parabolas.
   *
   * <p>Source: Zhang, Vassiliadis and Delgado-Frias 1996 (SONF).
   *
   * <p>Range: [0, 1].
   *
   * <p>Kinks: none.
   */
  public static final String SONF =
      "x < -4 ? 0 : x < 0 ? (1 + x/4)^2/2 : x < 4 ? 1 - (1 - x/4)^2/2 : 1";

  /**
   * A sigmoid of divisions and lines, as published: it drops by 0.0045 at 3.4 and -3.4, and reaches
   * 0.9975 at most.
   *
   * <p>Source: Theano (ultra_fast_sigmoid).
   *
   * <p>Range: [0.002472623156634996, 0.997527376843365].
   *
   * <p>Kinks: at -6 from 0 to 0.01147032366992913, at -3.4 from 0.01147032366992913 to
   * 0.05144032921810699, at 3.4 from 0.05144032921810699 to 0.01147032366992913, at 6 from
   * 0.01147032366992913 to 0.
   */
  public static final String ULTRA_FAST_SIGMOID =
      "0.5 + 0.5*sign(x)*(abs(x) < 3.4 ? 1.5*abs(x)/(2 + abs(x))"
          + " : abs(x) < 6 ? 0.935409070603099 + 0.0458812946797165*(abs(x)/2 - 1.7)"
          + " : 0.99505475368673)";

  /**
   * The hard form of {@link #SILU}: x times {@link #HARD_SIGMOID}. Keras also calls it hard SiLU.
   *
   * <p>Source: Howard et al. 2019, arXiv 1905.02244; PyTorch, Keras, JAX, oneDNN, ggml.
   *
   * <p>Range: [-0.375, inf).
   *
   * <p>Kinks: at -3 from 0 to -0.5, at 3 from 1.5 to 1. PyTorch from 2.7 on, JAX and oneDNN give 0
   * and 1; NNlib, and PyTorch up to 2.6, -0.5 and 1.5, declared as {@code kinks = {-0.5, 1.5}}.
   */
  public static final String HARD_SWISH = "x*clamp(x/6 + 0.5, 0, 1)";

  /**
   * Hard swish with the slope as ONNX stores it, the float next to 1/6. In double it differs from
   * {@link #HARD_SWISH} from the eighth digit on.
   *
   * <p>Source: ONNX (HardSwish).
   *
   * <p>Range: [-0.375, inf).
   *
   * <p>Kinks: at -2.9999999105930355 from 0 to -0.5, at 2.9999999105930355 from 1.5 to 1.
   */
  public static final String HARD_SWISH_ONNX = "x*clamp(0.1666666716337204*x + 0.5, 0, 1)";

  // Elementary functions that frameworks list among the activations.

  /**
   * The absolute value.
   *
   * <p>Source: oneDNN, ONNX.
   *
   * <p>Range: [0, inf).
   *
   * <p>Kinks: at 0 from -1 to 1. PyTorch and oneDNN give 0.
   */
  public static final String ABS = "abs(x)";

  /**
   * The sign, with ±0 for ±0. It jumps at 0. Its derivative is 0 there too.
   *
   * <p>Source: ONNX.
   *
   * <p>Range: [-1, 1].
   *
   * <p>Kinks: none.
   */
  public static final String SIGN = "sign(x)";

  /**
   * The step from 0 to 1, with 1 at 0. Its derivative is 0 everywhere.
   *
   * <p>Source: McCulloch and Pitts 1943; ggml.
   *
   * <p>Range: [0, 1].
   *
   * <p>Kinks: none. ggml gives 0 at 0, which is {@code x > 0 ? 1 : 0}.
   */
  public static final String STEP = "step(x)";

  /**
   * The square.
   *
   * <p>Source: oneDNN.
   *
   * <p>Range: [0, inf).
   *
   * <p>Kinks: none.
   */
  public static final String SQUARE = "x^2";

  /**
   * The square root; NaN where x is negative. {@code @SuppressWarnings("limen:undefined")} on the
   * spec silences the warning of that, here and for the functions below that are not defined
   * everywhere.
   *
   * <p>Source: oneDNN, ONNX.
   *
   * <p>Range: [0, inf).
   *
   * <p>Kinks: none.
   */
  public static final String SQRT = "sqrt(x)";

  /**
   * A power; of exponents that are not whole, NaN where x is negative.
   *
   * <p>Source: oneDNN (pow).
   *
   * <p>Parameters: alpha = 1, beta = 1.5.
   *
   * <p>Range: [0, inf).
   *
   * <p>Kinks: none.
   */
  public static final String POWER = "alpha*x^beta";

  /**
   * The exponential.
   *
   * <p>Source: Keras (exponential), PyTorch, ONNX, oneDNN.
   *
   * <p>Range: [0, inf).
   *
   * <p>Kinks: none.
   */
  public static final String EXP = "exp(x)";

  /**
   * The exponential less 1, accurate near 0.
   *
   * <p>Source: PyTorch, JAX, XNNPACK, ggml.
   *
   * <p>Range: [-1, inf).
   *
   * <p>Kinks: none.
   */
  public static final String EXPM1 = "expm1(x)";

  /**
   * The natural logarithm; NaN where x is negative.
   *
   * <p>Source: PyTorch, ONNX, oneDNN.
   *
   * <p>Range: (-inf, inf).
   *
   * <p>Kinks: none.
   */
  public static final String LOG = "log(x)";

  /**
   * The natural logarithm of 1 + x, accurate near 0; NaN where x is less than -1.
   *
   * <p>Source: PyTorch, JAX.
   *
   * <p>Range: (-inf, inf).
   *
   * <p>Kinks: none.
   */
  public static final String LOG1P = "log1p(x)";

  /**
   * The error function.
   *
   * <p>Source: PyTorch, ONNX, XNNPACK.
   *
   * <p>Range: [-1, 1].
   *
   * <p>Kinks: none.
   */
  public static final String ERF = "erf(x)";

  // Sigmoids.

  /**
   * The logistic function.
   *
   * <p>Source: all frameworks; oneDNN and JAX call it logistic.
   *
   * <p>Range: [0, 1].
   *
   * <p>Kinks: none.
   */
  public static final String SIGMOID = "sigmoid(x)";

  /**
   * The hyperbolic tangent.
   *
   * <p>Source: all frameworks.
   *
   * <p>Range: [-1, 1].
   *
   * <p>Kinks: none.
   */
  public static final String TANH = "tanh(x)";

  /**
   * The logarithm of the logistic function.
   *
   * <p>Source: PyTorch, Keras, JAX, NNlib; oneDNN as soft_relu with an alpha of -1.
   *
   * <p>Range: (-inf, 0].
   *
   * <p>Kinks: none.
   */
  public static final String LOG_SIGMOID = "-softplus(-x)";

  /**
   * A sigmoid by division.
   *
   * <p>Source: Bergstra et al. 2009; PyTorch, Keras, JAX, ONNX, NNlib.
   *
   * <p>Range: [-1, 1].
   *
   * <p>Kinks: none.
   */
  public static final String SOFT_SIGN = "x/(1 + abs(x))";

  /**
   * What tanh leaves of x.
   *
   * <p>Source: PyTorch, Keras, NNlib.
   *
   * <p>Range: (-inf, inf).
   *
   * <p>Kinks: none.
   */
  public static final String TANH_SHRINK = "x - tanh(x)";

  // Exponential linear units.

  /**
   * The exponential linear unit of alpha 1, where it has no kink.
   *
   * <p>Source: Clevert, Unterthiner and Hochreiter 2015, arXiv 1511.07289; all frameworks.
   *
   * <p>Range: [-1, inf).
   *
   * <p>Kinks: none. ONNX, TensorFlow and oneDNN compute it as exp(x) - 1, which is 0 for small x.
   */
  public static final String ELU = "x > 0 ? x : expm1(x)";

  /**
   * The exponential linear unit of any alpha.
   *
   * <p>Source: as {@link #ELU}.
   *
   * <p>Parameters: alpha = 2.
   *
   * <p>Range: [-2, inf).
   *
   * <p>Kinks: at 0 from 2 to 1. PyTorch, JAX and oneDNN give alpha ({@link Kink#LEFT}), TensorFlow
   * and NNlib 1 ({@link Kink#RIGHT}).
   */
  public static final String ELU_ALPHA = "x > 0 ? x : alpha*expm1(x)";

  /**
   * The exponential linear unit that keeps mean and variance. The two constants solve equations of
   * the paper.
   *
   * <p>Source: Klambauer et al. 2017, arXiv 1706.02515; PyTorch, Keras, JAX, NNlib.
   *
   * <p>Range: [-1.7580993408473768, inf).
   *
   * <p>Kinks: at 0 from 1.7580993408473768 to 1.0507009873554805. PyTorch, JAX and NNlib give 1.758
   * ({@link Kink#LEFT}), TensorFlow 1.051.
   */
  public static final String SELU =
      "1.0507009873554804934193349852946"
          + " * (x > 0 ? x : 1.6732632423543772848170429916717*expm1(x))";

  /**
   * SELU with the constants as ONNX stores them: the floats next to them.
   *
   * <p>Source: ONNX (Selu).
   *
   * <p>Range: [-1.75809934634, inf).
   *
   * <p>Kinks: at 0 from 1.75809934634 to 1.05070102215. As of {@link #SELU}.
   */
  public static final String SELU_ONNX =
      "1.05070102214813232421875 * (x > 0 ? x : 1.67326319217681884765625*expm1(x))";

  /**
   * The continuously differentiable exponential linear unit of alpha 1, which is {@link #ELU}.
   *
   * <p>Source: Barron 2017, arXiv 1704.07483; PyTorch, Keras, JAX, ONNX, NNlib.
   *
   * <p>Range: [-1, inf).
   *
   * <p>Kinks: none.
   */
  public static final String CELU = "max(0, x) + min(0, expm1(x))";

  /**
   * The continuously differentiable exponential linear unit of any alpha.
   *
   * <p>Source: as {@link #CELU}.
   *
   * <p>Parameters: alpha = 2.
   *
   * <p>Range: [-2, inf).
   *
   * <p>Kinks: none. ONNX computes it by ELU, which is wrong for a negative alpha.
   */
  public static final String CELU_ALPHA = "max(0, x) + min(0, alpha*expm1(x/alpha))";

  // Self-gated units and smooth rectifiers.

  /**
   * The Gaussian error linear unit, exactly.
   *
   * <p>Source: Hendrycks and Gimpel 2016, arXiv 1606.08415; the default of PyTorch, ONNX and
   * keras.activations; oneDNN (gelu_erf).
   *
   * <p>Range: [-0.16997120747990369, inf).
   *
   * <p>Kinks: none. JAX and keras.ops compute {@link #GELU_TANH} unless told otherwise.
   */
  public static final String GELU = "0.5*x*(1 + erf(x/sqrt(2)))";

  /**
   * The Gaussian error linear unit as approximated by a tanh: up to 0.0005 off {@link #GELU}.
   *
   * <p>Source: Hendrycks and Gimpel 2016, arXiv 1606.08415; the default of JAX, keras.ops and
   * NNlib; PyTorch and ONNX (approximate = "tanh"), oneDNN (gelu_tanh), ggml.
   *
   * <p>Range: [-0.17004075057125412, inf).
   *
   * <p>Kinks: none.
   */
  public static final String GELU_TANH = "0.5*x*(1 + tanh(sqrt(2/pi)*(x + 0.044715*x^3)))";

  /**
   * The Gaussian error linear unit as approximated by a sigmoid: up to 0.02 off {@link #GELU}.
   *
   * <p>Source: Hendrycks and Gimpel 2016, arXiv 1606.08415; ONNX Runtime (QuickGelu), ggml.
   *
   * <p>Range: [-0.16361017, inf).
   *
   * <p>Kinks: none.
   */
  public static final String GELU_QUICK = "x*sigmoid(1.702*x)";

  /**
   * The sigmoid linear unit, which is swish with a beta of 1.
   *
   * <p>Source: Elfwing, Uchibe and Doya 2017, arXiv 1702.03118; all frameworks.
   *
   * <p>Range: [-0.27846454276107379, inf).
   *
   * <p>Kinks: none.
   */
  public static final String SILU = "x*sigmoid(x)";

  /**
   * Swish.
   *
   * <p>Source: Ramachandran, Zoph and Le 2017, arXiv 1710.05941; oneDNN, ONNX, NNlib.
   *
   * <p>Parameters: beta = 1.
   *
   * <p>Range: [-0.27846454276107379, inf).
   *
   * <p>Kinks: none. oneDNN and ONNX call the parameter alpha.
   */
  public static final String SWISH = "x*sigmoid(beta*x)";

  /**
   * Mish.
   *
   * <p>Source: Misra 2019, arXiv 1908.08681; PyTorch, Keras, JAX, ONNX, oneDNN, NNlib.
   *
   * <p>Range: [-0.30884341, inf).
   *
   * <p>Kinks: none.
   */
  public static final String MISH = "x*tanh(softplus(x))";

  /**
   * The smooth rectifier log(1 + e^x).
   *
   * <p>Source: Dugas et al. 2001; Keras, JAX, ONNX, NNlib, oneDNN (soft_relu).
   *
   * <p>Range: [0, inf).
   *
   * <p>Kinks: none. PyTorch computes {@link #SOFTPLUS_PYTORCH}.
   */
  public static final String SOFTPLUS = "softplus(x)";

  /**
   * The smooth rectifier that is the identity above 20, where it jumps by 2e-9.
   *
   * <p>Source: PyTorch, and Keras on PyTorch.
   *
   * <p>Range: [0, inf).
   *
   * <p>Kinks: at 20 from 0.9999999979388464 to 1.
   */
  public static final String SOFTPLUS_PYTORCH = "x > 20 ? x : softplus(x)";

  /**
   * The smooth rectifier with a sharpness.
   *
   * <p>Source: PyTorch without its threshold; oneDNN (soft_relu), which calls the parameter alpha.
   *
   * <p>Parameters: beta = 2.
   *
   * <p>Range: [0, inf).
   *
   * <p>Kinks: none.
   */
  public static final String SOFTPLUS_BETA = "softplus(beta*x)/beta";

  /**
   * A smooth rectifier by a square root.
   *
   * <p>Source: Barron 2021, arXiv 2112.11687; Keras, JAX.
   *
   * <p>Range: [0, inf).
   *
   * <p>Kinks: none.
   */
  public static final String SQUARE_PLUS = "(x + sqrt(x^2 + 4))/2";

  /**
   * A smooth rectifier by a square root, with the width of its bend.
   *
   * <p>Source: as {@link #SQUARE_PLUS}.
   *
   * <p>Parameters: b = 4.
   *
   * <p>Range: [0, inf).
   *
   * <p>Kinks: none.
   */
  public static final String SQUARE_PLUS_B = "(x + sqrt(x^2 + b))/2";

  /**
   * The smooth maximum unit: a leaky rectifier of slope alpha, smoothed by an error function.
   *
   * <p>Source: Biswas, Kumar, Banerjee and Pandey 2021, arXiv 2111.04682; its code begins with an
   * alpha of 0.25 and a mu of 10^6.
   *
   * <p>Parameters: alpha = 0.25, mu = 1000000.
   *
   * <p>Range: (-inf, inf).
   *
   * <p>Kinks: none. Some ports begin with an alpha of 0.01 and a mu of 2.5.
   */
  public static final String SMU = "((1 + alpha)*x + (1 - alpha)*x*erf(mu*(1 - alpha)*x))/2";

  /**
   * The smooth maximum unit by a square root.
   *
   * <p>Source: Biswas, Kumar, Banerjee and Pandey 2021, arXiv 2111.04682 (SMU-1).
   *
   * <p>Parameters: alpha = 0.25, mu = 4.352665993287951e-9.
   *
   * <p>Range: (-inf, inf).
   *
   * <p>Kinks: none.
   */
  public static final String SMU_1 = "((1 + alpha)*x + sqrt(((1 - alpha)*x)^2 + mu^2))/2";

  /**
   * Dice, for given statistics of its column: x where a sigmoid of the normalised x is 1, alpha*x
   * where it is 0. The derivative takes mean and variance for constants.
   *
   * <p>Source: Zhou et al. 2018, arXiv 1706.06978 (Deep Interest Network); the epsilon is 1e-8 in
   * the paper, 1e-9 in most ports.
   *
   * <p>Parameters: alpha = 0, mean = 0, variance = 1.
   *
   * <p>Range: [-0.2784645, inf).
   *
   * <p>Kinks: none.
   */
  public static final String DICE =
      "alpha*x + (1 - alpha)*x*sigmoid((x - mean)/sqrt(variance + 1e-8))";

  /**
   * x times its tanh.
   *
   * <p>Source: Roy et al. 2019, arXiv 1901.05894; NNlib.
   *
   * <p>Range: [0, inf).
   *
   * <p>Kinks: none.
   */
  public static final String LISHT = "x*tanh(x)";

  /**
   * The logarithm of the hyperbolic cosine.
   *
   * <p>Source: NNlib (logcosh), Keras as a loss.
   *
   * <p>Range: [0, inf).
   *
   * <p>Kinks: none.
   */
  public static final String LOG_COSH = "log(cosh(x))";

  private Formulas() {}
}
