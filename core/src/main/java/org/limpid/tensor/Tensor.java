package org.limpid.tensor;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.limpid.backend.Activation;
import org.limpid.backend.ElementwiseKernels.Binary;
import org.limpid.backend.ElementwiseKernels.Unary;
import org.limpid.backend.LayoutKernels.Border;
import org.limpid.backend.LossKernels;
import org.limpid.backend.Orientation;
import org.limpid.backend.ResamplingKernels.Interpolation;
import org.limpid.backend.Storage;
import org.limpid.random.RandomKey;
import org.limpid.tensor.ops.BatchNormalization;
import org.limpid.tensor.ops.ChannelRange;
import org.limpid.tensor.ops.Concatenation;
import org.limpid.tensor.ops.Convolution;
import org.limpid.tensor.ops.Dropout;
import org.limpid.tensor.ops.Elementwise;
import org.limpid.tensor.ops.Gathering;
import org.limpid.tensor.ops.MatrixProduct;
import org.limpid.tensor.ops.Orienting;
import org.limpid.tensor.ops.PadCrop;
import org.limpid.tensor.ops.Pooling;
import org.limpid.tensor.ops.Reduction;
import org.limpid.tensor.ops.Upsampling;
import org.limpid.tensor.ops.WeightedMean;

/**
 * Numbers in a dense block of float32, with a shape, on a device.
 *
 * <p>A tensor is a value: operations return new ones. (Only an optimiser writes into the memory of
 * a {@link org.limpid.autograd.Parameter}.) Images are channels last: {@code [N, H, W, C]}, volumes
 * {@code [N, D, H, W, C]}. Two operands need equal shapes; {@link #broadcastTo} makes them so.
 *
 * <p>A new tensor belongs to the innermost {@link Scope} or tape of its thread and is freed with
 * it; outside any, {@link #close()} it. If a {@link org.limpid.autograd.Tape} is open, operations
 * on tracked tensors are recorded. All operands of an operation must be on one device.
 *
 * <p>The file is long because it is the index of all operations; each is one line that leads to the
 * file in {@code org.limpid.tensor.ops} where the work is done.
 */
public final class Tensor implements AutoCloseable {

  private final Device device;
  private final Shape shape;
  private final Memory memory;
  private final Storage storage;
  private @Nullable Scope owner;
  private boolean closed;

  private Tensor(Device device, Shape shape, Memory memory, Storage storage) {
    this.device = device;
    this.shape = shape;
    this.memory = memory;
    this.storage = storage;
    belongTo(Scope.innermost());
  }

  // ---- making
  // ------------------------------------------------------------------------------------

  /**
   * A tensor with the given values, outermost axis first.
   *
   * @param values as many as the shape has elements. Not modified.
   */
  public static Tensor of(Device device, Shape shape, float... values) {
    if (values.length != shape.size()) {
      throw new ShapeException(
          "tensor: "
              + values.length
              + " values for shape "
              + shape
              + " (expected: "
              + shape.size()
              + ")");
    }
    Tensor tensor = allocate(device, shape);
    device.backend().upload(values, tensor.storage);
    return tensor;
  }

  /** A tensor of zeros. */
  public static Tensor zeros(Device device, Shape shape) {
    return full(device, shape, 0);
  }

  /** A tensor that holds one value everywhere. */
  public static Tensor full(Device device, Shape shape, float value) {
    Tensor tensor = allocate(device, shape);
    device.backend().elementwise().fill(value, tensor.storage);
    return tensor;
  }

  /** A tensor with undefined contents, for kernels to fill. */
  public static Tensor allocate(Device device, Shape shape) {
    Memory memory = new Memory(device, shape.size());
    return new Tensor(device, shape, memory, memory.block());
  }

  // ---- looking
  // -----------------------------------------------------------------------------------

  /** Extents, outermost first. */
  public Shape shape() {
    return shape;
  }

  /** Where it lives. */
  public Device device() {
    return device;
  }

  /**
   * The memory, for kernels.
   *
   * @throws IllegalStateException if the tensor was freed
   */
  public Storage storage() {
    if (closed) {
      throw new IllegalStateException(
          "tensor "
              + shape
              + " was freed, by its scope, its tape or close(). Keep it with"
              + " Scope.keep, or read it before");
    }
    return storage;
  }

  /** A copy of the values on the host, outermost axis first. Waits for the device. */
  public float[] toArray() {
    float[] values = new float[Math.toIntExact(shape.size())];
    device.backend().download(storage(), values);
    return values;
  }

  /** The only value. Waits for the device. */
  public float item() {
    if (shape.size() != 1) {
      throw new ShapeException("item: shape " + shape + " (expected: one element)");
    }
    return toArray()[0];
  }

  /** A copy on another device. Not differentiable. */
  public Tensor to(Device target) {
    return of(target, shape, toArray());
  }

  /** The same values with other extents, sharing memory. */
  public Tensor reshape(int... extents) {
    return Elementwise.reshape(this, Shape.of(extents));
  }

  /** The same value, of which no tape knows where it came from. Shares memory. */
  public Tensor detach() {
    return alias();
  }

  /** Another handle on the same memory, which lives until both are closed. Not recorded. */
  public Tensor alias() {
    return window(0, shape);
  }

  /**
   * A part of the elements in memory order, sharing memory. Not recorded: this is for those who
   * pack parameters into one block or write operations.
   *
   * @param offset first element
   * @param part shape of the part
   */
  public Tensor window(long offset, Shape part) {
    Storage slice =
        offset == 0 && part.size() == shape.size()
            ? storage()
            : storage().slice(offset, part.size());
    memory.share();
    return new Tensor(device, part, memory, slice);
  }

  /** Whether another handle looks at the same memory, so that it must not be written to. */
  public boolean isShared() {
    return memory.isShared();
  }

  /** Frees the memory now, unless another handle needs it. Closing twice is harmless. */
  @Override
  public void close() {
    if (!closed) {
      if (owner != null) {
        owner.disown(this);
      }
      releaseFromScope();
    }
  }

  void releaseFromScope() {
    closed = true;
    owner = null;
    memory.release();
  }

  void belongTo(@Nullable Scope scope) {
    owner = scope;
    if (scope != null) {
      scope.own(this);
    }
  }

  /** Like {@code [8, 64, 64, 1] on cpu}. */
  @Override
  public String toString() {
    return shape + " on " + device;
  }

  // ---- arithmetic
  // --------------------------------------------------------------------------------

  /** {@code this + other}, element by element; shapes must be equal. */
  public Tensor add(Tensor other) {
    return Elementwise.binary(Binary.ADD, this, other);
  }

  /** {@code this − other}, element by element; shapes must be equal. */
  public Tensor subtract(Tensor other) {
    return Elementwise.binary(Binary.SUBTRACT, this, other);
  }

  /** {@code this · other}, element by element; shapes must be equal. */
  public Tensor multiply(Tensor other) {
    return Elementwise.binary(Binary.MULTIPLY, this, other);
  }

  /** {@code this / other}, element by element; shapes must be equal. */
  public Tensor divide(Tensor other) {
    return Elementwise.binary(Binary.DIVIDE, this, other);
  }

  /** The smaller of two elements; equal ones share the gradient. Shapes must be equal. */
  public Tensor minimum(Tensor other) {
    return Elementwise.binary(Binary.MINIMUM, this, other);
  }

  /** The larger of two elements; equal ones share the gradient. Shapes must be equal. */
  public Tensor maximum(Tensor other) {
    return Elementwise.binary(Binary.MAXIMUM, this, other);
  }

  /** Every element times a factor. */
  public Tensor times(float factor) {
    return Elementwise.affine(this, factor, 0);
  }

  /** Every element plus a summand. */
  public Tensor plus(float summand) {
    return Elementwise.affine(this, 1, summand);
  }

  /** Every element squared. */
  public Tensor square() {
    return multiply(this);
  }

  /** e to every element. */
  public Tensor exp() {
    return Elementwise.unary(Unary.EXP, this);
  }

  /** Natural logarithm of every element. */
  public Tensor log() {
    return Elementwise.unary(Unary.LOG, this);
  }

  /** Square root of every element. */
  public Tensor sqrt() {
    return Elementwise.unary(Unary.SQRT, this);
  }

  /** Absolute value of every element; derivative 0 at 0. */
  public Tensor abs() {
    return Elementwise.unary(Unary.ABS, this);
  }

  // ---- activations
  // -------------------------------------------------------------------------------

  /** An activation of every element. */
  public Tensor activate(Activation activation) {
    return Elementwise.activate(activation, this);
  }

  /** {@code max(x, 0)}. */
  public Tensor relu() {
    return activate(Activation.RELU);
  }

  /** {@code x} where positive, else {@code slope·x}. */
  public Tensor leakyRelu(float slope) {
    return activate(Activation.leakyRelu(slope));
  }

  /** {@code x} where positive, else {@code exp(x) − 1}. */
  public Tensor elu() {
    return activate(Activation.ELU);
  }

  /** {@code 1 / (1 + exp(−x))}. */
  public Tensor sigmoid() {
    return activate(Activation.SIGMOID);
  }

  /** {@code log(1 + exp(x))}. */
  public Tensor softplus() {
    return activate(Activation.SOFTPLUS);
  }

  // ---- sums and products
  // -------------------------------------------------------------------------

  /** Sum of all elements, shape {@code []}. */
  public Tensor sum() {
    return Reduction.sum(this);
  }

  /** Mean of all elements, shape {@code []}. */
  public Tensor mean() {
    return sum().times(1f / shape.size());
  }

  /** Sum along an axis, which stays with extent 1; negative axes count from the end. */
  public Tensor sum(int axis) {
    return Reduction.sum(this, axis);
  }

  /**
   * Repeats along every axis where this has extent 1 and the target more; missing axes in front are
   * added.
   */
  public Tensor broadcastTo(Shape target) {
    return Reduction.broadcast(this, target);
  }

  /** Matrix product of {@code [M, L]} and {@code [L, P]}, shape {@code [M, P]}. */
  public Tensor matmul(Tensor other) {
    return MatrixProduct.multiply(this, other);
  }

  /**
   * Weighted mean of a penalty, {@code Σ weight·penalty(this − target) / Σ weight}, shape {@code
   * []}; 0 if all weights are 0. Differentiable with respect to this tensor only.
   *
   * @param target same shape
   * @param weight same shape, at least 0
   */
  public Tensor weightedPenalty(LossKernels.Penalty penalty, Tensor target, Tensor weight) {
    return WeightedMean.of(penalty, this, target, weight);
  }

  // ---- images and volumes
  // ------------------------------------------------------------------------

  /**
   * Adds up products of a sliding window and a kernel (cross-correlation), adds a bias and applies
   * an activation.
   *
   * @param weight {@code [kH, kW, C, K]} for {@code [N, H, W, C]}, {@code [kD, kH, kW, C, K]} for
   *     {@code [N, D, H, W, C]}
   * @param bias {@code [K]}, or null for none
   * @param padding what happens at the border
   * @param activation applied last, fused
   * @param stride steps between outputs: none for 1, one number for all axes, or one an axis
   * @return {@code [N, H', W', K]} or {@code [N, D', H', W', K]}
   * @throws ShapeException if ranks or channels do not match, or the window exceeds the input
   */
  public Tensor conv(
      Tensor weight, @Nullable Tensor bias, Padding padding, Activation activation, int... stride) {
    return Convolution.forward(this, weight, bias, padding, activation, stride);
  }

  /**
   * Convolves, with zeros at the border and a stride of 1, an image whose channels lie in parts, as
   * {@code concat(parts).conv(weight, bias, Padding.SAME, activation)}. A part may be smaller by
   * whole factors and counts as enlarged by repeating its pixels. Where the backend can, neither
   * enlargement nor concatenation is carried out.
   *
   * @param parts {@code [N, H, W, C]} or {@code [N, D, H, W, C]}, the largest extents a multiple of
   *     all others. Not modified.
   * @param weight {@code [kH, kW, C, K]} or {@code [kD, kH, kW, C, K]}, C of all parts together
   * @param bias {@code [K]}, or null for none
   * @param activation applied last, fused
   * @return {@code [N, H, W, K]} or {@code [N, D, H, W, K]}
   * @throws ShapeException if extents or channels do not match
   */
  public static Tensor convJoined(
      List<Tensor> parts, Tensor weight, @Nullable Tensor bias, Activation activation) {
    return Convolution.joined(parts, weight, bias, activation);
  }

  /**
   * A convolution as {@link #convJoined}, then one of single pixels to one channel. Where nothing
   * is differentiated and the device can, the result of the first is written nowhere.
   *
   * @param parts {@code [N, H, W, C]} or {@code [N, D, H, W, C]}, at least one. Not modified.
   * @param weight {@code [kH, kW, C, K]} or {@code [kD, kH, kW, C, K]}
   * @param bias {@code [K]}, or null for none
   * @param activation applied between the two
   * @param pointWeight {@code [1, 1, K, 1]} or {@code [1, 1, 1, K, 1]}
   * @param pointBias {@code [1]}, or null for none
   * @return {@code [N, H, W, 1]} or {@code [N, D, H, W, 1]}
   * @throws ShapeException if extents or channels do not match
   */
  public static Tensor convPointwise(
      List<Tensor> parts,
      Tensor weight,
      @Nullable Tensor bias,
      Activation activation,
      Tensor pointWeight,
      @Nullable Tensor pointBias) {
    return Convolution.pointwise(parts, weight, bias, activation, pointWeight, pointBias);
  }

  /**
   * A convolution of parts as {@link #convJoined} without activation, then {@link #batchNorm};
   * where the device can, it takes the statistics while it writes the convolution's result.
   *
   * @param parts {@code [N, H, W, C]} or {@code [N, D, H, W, C]}, at least one
   * @param weight {@code [kH, kW, C, K]} or {@code [kD, kH, kW, C, K]}
   * @param bias {@code [K]}, or null for none
   * @param gain {@code [K]}
   * @param shift {@code [K]}
   * @param epsilon added to the variance
   * @param activation applied last
   */
  public static Normalized convBatchNorm(
      List<Tensor> parts,
      Tensor weight,
      @Nullable Tensor bias,
      Tensor gain,
      Tensor shift,
      float epsilon,
      Activation activation) {
    return Convolution.normalized(parts, weight, bias, gain, shift, epsilon, activation);
  }

  /**
   * Transposed convolution without border: every input spreads the kernel over the output, {@code
   * H' = (H − 1)·stride + kH}.
   *
   * @param weight {@code [kH, kW, K, C]} or {@code [kD, kH, kW, K, C]}: input channels are last, as
   *     in the convolution this is the adjoint of
   * @param bias {@code [K]}, or null for none
   * @param stride one number for all axes, or one an axis
   */
  public Tensor convTransposed(Tensor weight, @Nullable Tensor bias, int... stride) {
    return Convolution.transposed(this, weight, bias, stride);
  }

  /**
   * Largest value of each window; windows do not overlap, a rest smaller than a window is dropped.
   *
   * @param window one number for all axes, or one an axis
   */
  public Tensor maxPool(int... window) {
    return Pooling.max(this, window);
  }

  /** Mean of each window; as {@link #maxPool}. */
  public Tensor averagePool(int... window) {
    return Pooling.average(this, window);
  }

  /**
   * Largest value of each window at all places, blurred by [1 2 1] / 4 along each axis and thinned
   * out: less aliasing than {@link #maxPool} (Zhang 2019; Höck et al. 2022, "N2V2"). At the border
   * the outermost maxima are repeated.
   *
   * @param factor 1 or 2, one number for all axes, or one an axis
   */
  public Tensor maxBlurPool(int... factor) {
    return Pooling.maxBlur(this, factor);
  }

  /**
   * Enlarges by whole factors.
   *
   * @param factor one number for all axes, or one an axis
   */
  public Tensor upsample(Interpolation interpolation, int... factor) {
    return Upsampling.of(this, interpolation, factor);
  }

  /** Puts channels behind each other; all other extents must be equal. */
  public static Tensor concat(Tensor... parts) {
    return Concatenation.of(List.of(parts));
  }

  /**
   * Takes some channels of every pixel.
   *
   * @param from first channel to take
   * @param count how many, at least 1
   */
  public Tensor channels(int from, int count) {
    return ChannelRange.of(this, from, count);
  }

  /**
   * Adds a border of pixels.
   *
   * @param border what stands in it; {@link Border#REFLECT} needs a border smaller than the image
   * @param before pixels before the first along each spatial axis
   * @param after pixels behind the last along each spatial axis
   */
  public Tensor pad(Border border, int[] before, int[] after) {
    return PadCrop.pad(this, border, before, after);
  }

  /**
   * Cuts a part out.
   *
   * @param from first pixel along each spatial axis
   * @param extents pixels along each spatial axis
   */
  public Tensor crop(int[] from, int[] extents) {
    return PadCrop.crop(this, from, extents);
  }

  /**
   * Picks pixels, in any order, each any number of times.
   *
   * @param pixels which, counted through the whole batch in memory order; −1 stands for a pixel of
   *     zeros. Not modified; must not be changed while a tape is open.
   * @return {@code [pixels.length, C]}
   * @throws ShapeException if there is no such pixel
   */
  public Tensor gather(int... pixels) {
    return Gathering.of(this, pixels);
  }

  /** Flips and turns every image. */
  public Tensor orient(Orientation orientation) {
    return Orienting.of(this, orientation);
  }

  /**
   * Normalises every channel to mean 0 and variance 1 over the batch, then scales and shifts it
   * (Ioffe and Szegedy 2015).
   *
   * @param gain {@code [C]}
   * @param shift {@code [C]}
   * @param epsilon added to the variance
   * @param activation applied last, fused
   */
  public Normalized batchNorm(Tensor gain, Tensor shift, float epsilon, Activation activation) {
    return BatchNormalization.train(this, gain, shift, epsilon, activation);
  }

  /** The same with given statistics {@code [C]}, which count as constants. */
  public Tensor normalize(
      Tensor mean,
      Tensor variance,
      Tensor gain,
      Tensor shift,
      float epsilon,
      Activation activation) {
    return BatchNormalization.infer(this, mean, variance, gain, shift, epsilon, activation);
  }

  /**
   * Keeps each element with a probability and divides it by that; the others become 0.
   *
   * @param keep probability, above 0 and at most 1
   * @param key which random numbers; the same key drops the same elements
   */
  public Tensor dropout(float keep, RandomKey key) {
    return Dropout.of(this, keep, key);
  }

  /**
   * The same for a tensor that is cut from a larger one: drops what would be dropped if the whole
   * was given at once.
   *
   * @param whole extents of the whole along each spatial axis
   * @param from where this begins in it along each spatial axis
   */
  public Tensor dropout(float keep, RandomKey key, int[] whole, int[] from) {
    return Dropout.ofPart(this, keep, key, whole, from);
  }
}
