package org.limpid.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.limpid.backend.Activation;
import org.limpid.backend.WindowGeometry;

/** Random operands of a convolution, each a slice of a larger block that is NaN elsewhere. */
final class Operands {

  private static final int MARGIN = 37;

  final WindowGeometry g;
  final Guarded x;
  final Guarded weight;
  final Guarded bias;
  final Guarded gradY;
  final Guarded y;
  final Guarded gradX;
  final Guarded gradWeight;
  final Guarded gradBias;

  Operands(WindowGeometry g, Random random) {
    this.g = g;
    int weights = ConvolutionOracle.weightElements(g);
    x = new Guarded((int) g.input().elements(), random);
    weight = new Guarded(weights, random);
    bias = new Guarded(g.output().channels(), random);
    gradY = new Guarded((int) g.output().elements(), random);
    y = new Guarded((int) g.output().elements(), random);
    gradX = new Guarded((int) g.input().elements(), random);
    gradWeight = new Guarded(weights, random);
    gradBias = new Guarded(g.output().channels(), random);
  }

  /** Output without bias and the gradients of input, weights and bias. */
  float[][] run(CpuConvolution convolution) {
    convolution.forward(g, x.storage, weight.storage, null, Activation.IDENTITY, y.storage);
    convolution.backwardInput(g, weight.storage, gradY.storage, gradX.storage);
    convolution.backwardWeight(g, x.storage, gradY.storage, gradWeight.storage, gradBias.storage);
    return new float[][] {y.read(), gradX.read(), gradWeight.read(), gradBias.read()};
  }

  void forward(CpuConvolution convolution, Activation activation) {
    convolution.forward(g, x.storage, weight.storage, bias.storage, activation, y.storage);
  }

  /** Fills scratch memory with NaN. */
  void runOnNaN(CpuConvolution convolution) {
    x.write(Float.NaN);
    gradY.write(Float.NaN);
    run(convolution);
    x.restore();
    gradY.restore();
  }

  /** Values between NaNs. */
  static final class Guarded {

    final float[] values;
    final CpuStorage storage;

    Guarded(int length, Random random) {
      values = new float[length];
      for (int i = 0; i < length; i++) {
        values[i] = (float) random.nextGaussian();
      }
      float[] array = new float[length + 2 * MARGIN];
      Arrays.fill(array, Float.NaN);
      storage = (CpuStorage) CpuStorage.block(array, array.length).slice(MARGIN, length);
      restore();
    }

    void restore() {
      System.arraycopy(values, 0, storage.array, MARGIN, values.length);
    }

    void write(float value) {
      Arrays.fill(storage.array, MARGIN, MARGIN + values.length, value);
    }

    /** What was written, after a look at what stands beside it. */
    float[] read() {
      for (int i = 0; i < MARGIN; i++) {
        assertThat(storage.array[i]).isNaN();
        assertThat(storage.array[storage.end() + i]).isNaN();
      }
      return Arrays.copyOfRange(storage.array, MARGIN, MARGIN + values.length);
    }
  }
}
