package org.limpid.tensor;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.limpid.backend.Activation;
import org.limpid.backend.LayoutKernels.Border;
import org.limpid.backend.LossKernels.Penalty;
import org.limpid.backend.Orientation;
import org.limpid.backend.ReferenceBackend;
import org.limpid.backend.ResamplingKernels.Interpolation;
import org.limpid.random.RandomKey;

/** What each operation says about operands that do not fit: a user acts on this text alone. */
class MessagesTest {

  private final Device device = Device.on("reference", new ReferenceBackend());
  private final Scope scope = Scope.open();

  @AfterEach
  void free() {
    scope.close();
  }

  private Tensor of(int... extents) {
    return Tensor.zeros(device, Shape.of(extents));
  }

  private static AbstractThrowableAssert<?, ?> assertRefused(ThrowingCallable call) {
    return assertThatThrownBy(call).isExactlyInstanceOf(ShapeException.class);
  }

  private static AbstractThrowableAssert<?, ?> assertBad(ThrowingCallable call) {
    return assertThatThrownBy(call).isExactlyInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void elementwise() {
    assertRefused(() -> of(2, 3).add(of(3, 2)))
        .hasMessage(
            "add: shapes [2, 3] and [3, 2] differ (expected: equal). Use broadcastTo or reshape");
    assertRefused(() -> of(2).divide(of()))
        .hasMessage(
            "divide: shapes [2] and [] differ (expected: equal). Use broadcastTo or reshape");
    assertRefused(() -> of(2, 3).reshape(4, 2))
        .hasMessage("reshape: [2, 3] has 6 elements, [4, 2] has 8 (expected: as many)");
    assertBad(() -> of(2).leakyRelu(0))
        .hasMessage("leakyRelu: slope 0.0 (expected: 0 < slope <= 1)");
  }

  @Test
  void sums() {
    assertRefused(() -> of(2, 3).sum(2)).hasMessage("shape: axis 2 of [2, 3] does not exist");
    assertRefused(() -> of(2, 3).broadcastTo(Shape.of(2, 4)))
        .hasMessage(
            "broadcastTo: shape [2, 3] to [2, 4] (expected: equal extents or 1, counted from the"
                + " last axis)");
    assertRefused(() -> of(2, 3).broadcastTo(Shape.of(3)))
        .hasMessage(
            "broadcastTo: shape [2, 3] to [3] (expected: equal extents or 1, counted from the last"
                + " axis)");
    assertRefused(() -> of(2, 3).matmul(of(2, 3)))
        .hasMessage("matmul: shapes [2, 3] and [2, 3] (expected: [M, L] and [L, P])");
    assertRefused(() -> of(2, 3).weightedPenalty(Penalty.SQUARED, of(2, 3), of(2, 1)))
        .hasMessage(
            "weightedPenalty: shapes [2, 3] and [2, 1] differ (expected: equal). Use broadcastTo or"
                + " reshape");
  }

  private Tensor conv(Tensor x, Tensor weight, int... stride) {
    return x.conv(weight, null, Padding.VALID, Activation.IDENTITY, stride);
  }

  @Test
  void convolution() {
    assertRefused(() -> conv(of(8, 64, 64, 3), of(3, 3, 1, 32)))
        .hasMessage(
            "conv: input has 3 channels but weight takes 1 (input [8, 64, 64, 3], weight [3, 3, 1,"
                + " 32])");
    assertRefused(() -> conv(of(8, 3), of(3, 3, 1, 2)))
        .hasMessage("conv: input has shape [8, 3] (expected: [N, H, W, C] or [N, D, H, W, C])");
    assertRefused(() -> conv(of(1, 4, 4, 1), of(3, 3, 3, 1, 2)))
        .hasMessage(
            "conv: weight has shape [3, 3, 3, 1, 2] for input [1, 4, 4, 1] (expected: as many"
                + " axes)");
    assertRefused(() -> conv(of(1, 4, 2, 1), of(3, 3, 1, 2)))
        .hasMessage(
            "conv: weight [3, 3, 1, 2] is larger than input [1, 4, 2, 1] (expected: at most as"
                + " large with Padding.VALID)");
    assertRefused(
            () -> of(1, 4, 4, 1).conv(of(3, 3, 1, 2), of(3), Padding.SAME, Activation.IDENTITY))
        .hasMessage("conv: bias has shape [3] (expected: [2])");
    assertRefused(() -> conv(of(1, 4, 4, 1), of(3, 3, 1, 2), 1, 2, 2))
        .hasMessage("conv: stride [1, 2, 2] for shape [1, 4, 4, 1] (expected: one number, or 2)");
    assertBad(() -> conv(of(1, 4, 4, 1), of(3, 3, 1, 2), 0))
        .hasMessage("conv: stride [0] (expected: >= 1)");
    assertRefused(() -> of(1, 4, 4, 2).convTransposed(of(2, 2, 2, 3), null, 2))
        .hasMessage(
            "convTransposed: input has 2 channels but weight takes 3 (input [1, 4, 4, 2], weight"
                + " [2, 2, 2, 3])");
  }

  @Test
  void resampling() {
    assertRefused(() -> of(1, 1, 4, 1).maxPool(2))
        .hasMessageStartingWith("maxPool: window ")
        .hasMessageEndingWith(" is larger than input [1, 1, 4, 1] (expected: at most as large)");
    assertRefused(() -> of(4, 4).averagePool(2))
        .hasMessage(
            "averagePool: input has shape [4, 4] (expected: [N, H, W, C] or [N, D, H, W, C])");
    assertBad(() -> of(1, 4, 4, 1).upsample(Interpolation.NEAREST, -2))
        .hasMessage("upsample: factor [-2] (expected: >= 1)");
  }

  @Test
  void layout() {
    assertRefused(() -> Tensor.concat(of(2, 3, 1), of(2, 4, 1)))
        .hasMessage(
            "concat: shapes [2, 3, 1] and [2, 4, 1] (expected: equal but for the last axis)");
    assertRefused(() -> of(2, 3, 4).channels(2, 3))
        .hasMessage("channels: from 2 count 3 of shape [2, 3, 4] (expected: inside)");
    assertRefused(() -> of(2, 3, 4).channels(0, 0))
        .hasMessage("channels: from 0 count 0 of shape [2, 3, 4] (expected: inside)");
    assertBad(() -> Tensor.concat()).hasMessage("concat: no tensors (expected: at least one)");
    assertRefused(() -> of(1, 3, 3, 1).pad(Border.REFLECT, new int[] {0, 3}, new int[] {0, 0}))
        .hasMessage(
            "pad: reflected border [0, 3], [0, 0] of shape [1, 3, 3, 1] (expected: smaller than the"
                + " image)");
    assertRefused(() -> of(1, 3, 3, 1).pad(Border.ZERO, new int[] {1}, new int[] {1}))
        .hasMessage("pad: before [1] for shape [1, 3, 3, 1] (expected: 2 numbers)");
    assertBad(() -> of(1, 3, 3, 1).pad(Border.ZERO, new int[] {1, -1}, new int[] {1, 1}))
        .hasMessage("pad: before [1, -1] (expected: >= 0)");
    assertRefused(() -> of(1, 3, 3, 1).crop(new int[] {1, 1}, new int[] {2, 3}))
        .hasMessage("crop: from [1, 1] extents [2, 3] of shape [1, 3, 3, 1] (expected: inside)");
    assertRefused(() -> of(3, 2).gather(0, 3))
        .hasMessage("gather: pixel 3 of shape [3, 2] (expected: -1 to 2)");
    assertRefused(() -> of().gather(0))
        .hasMessage("gather: input has shape [] (expected: [..., C] with channels)");
    assertRefused(() -> of(3, 3).orient(Orientation.IDENTITY))
        .hasMessage("orient: input has shape [3, 3] (expected: [N, H, W, C] or [N, D, H, W, C])");
  }

  @Test
  void normalization() {
    assertRefused(() -> of(2, 3).batchNorm(of(2), of(3), 1e-3f, Activation.IDENTITY))
        .hasMessage("batchNorm: gain has shape [2] (expected: [3])");
    assertRefused(() -> of(2, 3).normalize(of(3), of(1), of(3), of(3), 1e-3f, Activation.IDENTITY))
        .hasMessage("normalize: variance has shape [1] (expected: [3])");
    assertRefused(() -> of(3).batchNorm(of(3), of(3), 1e-3f, Activation.IDENTITY))
        .hasMessage("batchNorm: input has shape [3] (expected: at least two axes, channels last)");
    assertBad(() -> of(3).dropout(0, new RandomKey(1, 1, 1)))
        .hasMessage("dropout: keep 0.0 (expected: 0 < keep <= 1)");
    assertRefused(
            () ->
                of(1, 4, 4, 1)
                    .dropout(0.5f, new RandomKey(1, 1, 1), new int[] {6, 6}, new int[] {3, 0}))
        .hasMessage("dropout: [1, 4, 4, 1] from [3, 0] of [6, 6] (expected: inside)");
  }

  @Test
  void partsOfAConvolutionMustFit() {
    Tensor large = Tensor.zeros(device, Shape.of(1, 4, 6, 2));
    Tensor weight = Tensor.zeros(device, Shape.of(3, 3, 5, 2));
    Tensor uneven = Tensor.zeros(device, Shape.of(1, 3, 3, 3));
    assertThatThrownBy(
            () -> Tensor.convJoined(List.of(uneven, large), weight, null, Activation.IDENTITY))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("part of shape [1, 3, 3, 3]")
        .hasMessageContaining("extents that divide the largest");
    Tensor half = Tensor.zeros(device, Shape.of(1, 2, 3, 4));
    assertThatThrownBy(
            () -> Tensor.convJoined(List.of(half, large), weight, null, Activation.IDENTITY))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("parts have 6 channels together but weight takes 5");
  }
}
