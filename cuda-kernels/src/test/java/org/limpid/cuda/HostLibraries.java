package org.limpid.cuda;

import java.util.function.UnaryOperator;
import org.limpid.backend.Activation;
import org.limpid.backend.Backend;
import org.limpid.backend.ReferenceBackend;
import org.limpid.backend.Storage;
import org.limpid.backend.WindowGeometry;

/**
 * Stand-ins for cuDNN and cuBLAS beside the interpreter: plain loops on the host that take as long
 * as they are told, and give what they are told to make of the right answer.
 */
final class HostLibraries {

  /** Calls so far. */
  int calls;

  private boolean refuses;
  private final InterpretedGpu gpu;
  private final double milliseconds;
  private final UnaryOperator<float[]> mistake;

  private HostLibraries(InterpretedGpu gpu, double milliseconds, UnaryOperator<float[]> mistake) {
    this.gpu = gpu;
    this.milliseconds = milliseconds;
    this.mistake = mistake;
  }

  /** Both libraries for a GPU. */
  static HostLibraries on(InterpretedGpu gpu, double milliseconds, UnaryOperator<float[]> mistake) {
    HostLibraries host = new HostLibraries(gpu, milliseconds, mistake);
    gpu.with(g -> new Libraries(host.new Convolution(), "", host.new Matrix(), ""));
    return host;
  }

  /** Libraries that refuse all they are asked for. */
  static HostLibraries refusing(InterpretedGpu gpu) {
    HostLibraries host = on(gpu, 0, UnaryOperator.identity());
    host.refuses = true;
    return host;
  }

  private float[] read(long address, long elements) {
    float[] values = new float[(int) elements];
    gpu.read(address, values);
    return values;
  }

  private void compute(long to, long elements, Work work) {
    calls++;
    if (refuses) {
      throw new LibraryException("not supported");
    }
    gpu.run(
        gpu.stream(),
        milliseconds,
        () -> {
          try (Backend reference = new ReferenceBackend()) {
            Storage y = reference.allocate(elements);
            work.into(reference, y);
            float[] values = new float[(int) elements];
            reference.download(y, values);
            gpu.write(mistake.apply(values), to);
          }
        });
  }

  private interface Work {
    void into(Backend reference, Storage y);
  }

  private Storage given(Backend reference, float[] values) {
    Storage storage = reference.allocate(values.length);
    reference.upload(values, storage);
    return storage;
  }

  private static float[] transposed(float[] values, int rows) {
    int columns = values.length / rows;
    float[] to = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      to[i % columns * rows + i / columns] = values[i];
    }
    return to;
  }

  private final class Convolution implements ConvolutionLibrary {
    @Override
    public String name() {
      return EngineChoice.CUDNN;
    }

    @Override
    public boolean fits(WindowGeometry g) {
      return g.input().depth() == 1;
    }

    @Override
    public long workspaceBytes(ConvolutionProduct product, WindowGeometry g) {
      return 100;
    }

    @Override
    public void run(
        ConvolutionProduct product,
        WindowGeometry g,
        long first,
        long second,
        long result,
        long workspace) {
      int outputs = g.output().channels();
      long weights = (long) g.window().volume() * g.input().channels() * outputs;
      long x = g.input().elements();
      long y = g.output().elements();
      // The workspace has the length that was asked for.
      gpu.run(gpu.stream(), 0, () -> gpu.write(new float[25], workspace));
      switch (product) {
        case FORWARD ->
            compute(
                result,
                y,
                (reference, to) ->
                    reference
                        .convolution()
                        .forward(
                            g,
                            given(reference, read(first, x)),
                            given(reference, transposed(read(second, weights), outputs)),
                            null,
                            Activation.IDENTITY,
                            to));
        case BACKWARD_INPUT ->
            compute(
                result,
                x,
                (reference, to) ->
                    reference
                        .convolution()
                        .backwardInput(
                            g,
                            given(reference, transposed(read(first, weights), outputs)),
                            given(reference, read(second, y)),
                            to));
        case BACKWARD_WEIGHT ->
            compute(
                result,
                weights,
                (reference, to) -> {
                  Storage plain = reference.allocate(weights);
                  reference
                      .convolution()
                      .backwardWeight(
                          g,
                          given(reference, read(first, x)),
                          given(reference, read(second, y)),
                          plain,
                          null);
                  float[] values = new float[(int) weights];
                  reference.download(plain, values);
                  reference.upload(transposed(values, (int) (weights / outputs)), to);
                });
      }
    }
  }

  private final class Matrix implements MatrixLibrary {
    @Override
    public String name() {
      return EngineChoice.CUBLAS;
    }

    @Override
    public void multiply(MatrixShape s, long a, long b, long y) {
      compute(
          y,
          (long) s.rows() * s.columns(),
          (reference, to) ->
              reference
                  .matrix()
                  .multiply(
                      s.rows(),
                      s.inner(),
                      s.columns(),
                      given(reference, read(a, (long) s.rows() * s.inner())),
                      s.transposeA(),
                      given(reference, read(b, (long) s.inner() * s.columns())),
                      s.transposeB(),
                      to));
    }
  }
}
