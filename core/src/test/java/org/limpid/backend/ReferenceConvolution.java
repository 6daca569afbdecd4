package org.limpid.backend;

import org.jspecify.annotations.Nullable;

/** Convolution as a sum over all pairs of an output and an input it sees, in double precision. */
final class ReferenceConvolution implements ConvolutionKernels {

  @Override
  public void forward(
      WindowGeometry g,
      Storage x,
      Storage weight,
      @Nullable Storage bias,
      Activation activation,
      Storage y) {
    int inChannels = g.input().channels();
    int outChannels = g.output().channels();
    ReferenceStorage in = ReferenceStorage.of(x);
    ReferenceStorage taps = ReferenceStorage.of(weight);
    ReferenceStorage out = ReferenceStorage.of(y);
    for (long i = 0; i < g.output().elements(); i++) {
      out.set(i, bias == null ? 0 : ReferenceStorage.of(bias).get(i % outChannels));
    }
    ReferenceWindows.forEach(
        g,
        (to, from, tap) -> {
          for (int c = 0; c < inChannels; c++) {
            double value = in.get(from * inChannels + c);
            for (int k = 0; k < outChannels; k++) {
              out.add(
                  to * outChannels + k, value * taps.get((tap * inChannels + c) * outChannels + k));
            }
          }
        });
    for (long i = 0; i < g.output().elements(); i++) {
      out.set(i, ReferenceElementwise.apply(activation, out.get(i)));
    }
  }

  @Override
  public void backwardInput(WindowGeometry g, Storage weight, Storage gradY, Storage gradX) {
    int inChannels = g.input().channels();
    int outChannels = g.output().channels();
    ReferenceStorage taps = ReferenceStorage.of(weight);
    ReferenceStorage out = ReferenceStorage.of(gradY);
    ReferenceStorage in = ReferenceStorage.of(gradX);
    in.fill(0);
    ReferenceWindows.forEach(
        g,
        (to, from, tap) -> {
          for (int c = 0; c < inChannels; c++) {
            double sum = 0;
            for (int k = 0; k < outChannels; k++) {
              sum +=
                  out.get(to * outChannels + k)
                      * taps.get((tap * inChannels + c) * outChannels + k);
            }
            in.add(from * inChannels + c, sum);
          }
        });
  }

  @Override
  public void backwardWeight(
      WindowGeometry g, Storage x, Storage gradY, Storage gradWeight, @Nullable Storage gradBias) {
    int inChannels = g.input().channels();
    int outChannels = g.output().channels();
    ReferenceStorage in = ReferenceStorage.of(x);
    ReferenceStorage out = ReferenceStorage.of(gradY);
    ReferenceStorage taps = ReferenceStorage.of(gradWeight);
    taps.fill(0);
    ReferenceWindows.forEach(
        g,
        (to, from, tap) -> {
          for (int c = 0; c < inChannels; c++) {
            double value = in.get(from * inChannels + c);
            for (int k = 0; k < outChannels; k++) {
              taps.add(
                  (tap * inChannels + c) * outChannels + k, value * out.get(to * outChannels + k));
            }
          }
        });
    if (gradBias != null) {
      new ReferenceReduction()
          .sum(new AxisGeometry(1, g.output().pixels(), outChannels), gradY, gradBias);
    }
  }
}
