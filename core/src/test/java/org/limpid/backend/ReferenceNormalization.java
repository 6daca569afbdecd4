package org.limpid.backend;

/** Batch normalisation, in double precision. */
final class ReferenceNormalization implements NormalizationKernels {

  @Override
  public void statistics(long pixels, int channels, Storage x, Storage mean, Storage variance) {
    ReferenceStorage in = ReferenceStorage.of(x);
    for (int c = 0; c < channels; c++) {
      double sum = 0;
      for (long p = 0; p < pixels; p++) {
        sum += in.get(p * channels + c);
      }
      double average = sum / pixels;
      double squares = 0;
      for (long p = 0; p < pixels; p++) {
        double deviation = in.get(p * channels + c) - average;
        squares += deviation * deviation;
      }
      ReferenceStorage.of(mean).set(c, average);
      ReferenceStorage.of(variance).set(c, squares / pixels);
    }
  }

  @Override
  public void normalize(
      long pixels,
      int channels,
      float epsilon,
      Activation activation,
      Storage x,
      Storage mean,
      Storage variance,
      Storage gain,
      Storage shift,
      Storage y) {
    for (long i = 0; i < pixels * channels; i++) {
      long c = i % channels;
      double deviation = ReferenceStorage.of(x).get(i) - ReferenceStorage.of(mean).get(c);
      double scaled =
          ReferenceStorage.of(gain).get(c) * deviation / deviation(variance, c, epsilon)
              + ReferenceStorage.of(shift).get(c);
      ReferenceStorage.of(y).set(i, ReferenceElementwise.apply(activation, scaled));
    }
  }

  @Override
  public void backward(
      long pixels,
      int channels,
      float epsilon,
      Activation activation,
      boolean fromBatch,
      Storage x,
      Storage mean,
      Storage variance,
      Storage gain,
      Storage shift,
      Storage gradY,
      Storage gradX,
      Storage gradGain,
      Storage gradShift) {
    for (int c = 0; c < channels; c++) {
      double deviation = deviation(variance, c, epsilon);
      double factor = ReferenceStorage.of(gain).get(c) / deviation;
      double[] normalized = new double[(int) pixels];
      double[] gradient = new double[(int) pixels];
      double sum = 0;
      double product = 0;
      for (int p = 0; p < pixels; p++) {
        long i = (long) p * channels + c;
        normalized[p] =
            (ReferenceStorage.of(x).get(i) - ReferenceStorage.of(mean).get(c)) / deviation;
        double scaled =
            ReferenceStorage.of(gain).get(c) * normalized[p] + ReferenceStorage.of(shift).get(c);
        double y = ReferenceElementwise.apply(activation, scaled);
        gradient[p] =
            ReferenceStorage.of(gradY).get(i) * ReferenceElementwise.derivative(activation, y);
        sum += gradient[p];
        product += gradient[p] * normalized[p];
      }
      ReferenceStorage.of(gradShift).set(c, sum);
      ReferenceStorage.of(gradGain).set(c, product);
      for (int p = 0; p < pixels; p++) {
        // Ioffe and Szegedy 2015, section 3: what the batch's own mean and variance take back.
        double taken = fromBatch ? (sum + normalized[p] * product) / pixels : 0;
        ReferenceStorage.of(gradX).set((long) p * channels + c, factor * (gradient[p] - taken));
      }
    }
  }

  private static double deviation(Storage variance, long channel, float epsilon) {
    return Math.sqrt(ReferenceStorage.of(variance).get(channel) + epsilon);
  }
}
