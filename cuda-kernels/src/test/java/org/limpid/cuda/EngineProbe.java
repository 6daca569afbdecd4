package org.limpid.cuda;

import java.util.Locale;
import org.limpid.backend.Activation;
import org.limpid.backend.Backend;
import org.limpid.backend.DeviceOptions;
import org.limpid.backend.Grid;
import org.limpid.backend.Precision;
import org.limpid.backend.ReferenceBackend;
import org.limpid.backend.Size3;
import org.limpid.backend.Storage;
import org.limpid.backend.WindowGeometry;

/**
 * What {@link NvidiaLibrariesTest} runs in a process of its own, and tools/gpu/run on a GPU: the
 * calls of the libraries.
 */
final class EngineProbe {

  /** No two extents alike, strides, and more rows than columns of everything. */
  private static final WindowGeometry WINDOWS =
      new WindowGeometry(
          new Grid(2, 1, 9, 7, 3),
          new Grid(2, 1, 5, 4, 4),
          new Size3(1, 3, 5),
          new Size3(1, 2, 2),
          new Size3(0, 1, 2));

  private static final String[] CONVOLUTIONS = {"forward", "backward input", "backward weight"};
  private static final String[] PRODUCTS = {"a b", "a' b", "a b'", "a' b'"};

  private EngineProbe() {}

  /**
   * Prints what is there, and how far products are from those of plain loops.
   *
   * <p>Ends with 1 if anything failed. An engine that refuses a product is not a failure: our own
   * kernels compute it, which the log tells.
   *
   * @param arguments {@code cudnn} or {@code cublas} for one engine, none for both; {@code there}
   *     only opens the device
   */
  public static void main(String[] arguments) {
    System.out.println(new CudaBackendProvider().engines().orElse("none"));
    String asked = arguments.length == 0 ? "" : arguments[0];
    boolean isGood = true;
    if (asked.equals("there")) {
      isGood = succeeds(() -> open(EngineChoice.OWN, Precision.FLOAT32).close());
    }
    if (asked.isEmpty() || asked.equals(EngineChoice.CUDNN)) {
      isGood &= succeeds(() -> convolve(Precision.FLOAT32));
      isGood &= succeeds(() -> convolve(Precision.TF32));
    }
    if (asked.isEmpty() || asked.equals(EngineChoice.CUBLAS)) {
      isGood &= succeeds(EngineProbe::multiply);
    }
    if (!isGood) {
      System.exit(1);
    }
  }

  private static boolean succeeds(Runnable work) {
    try {
      work.run();
      return true;
    } catch (RuntimeException e) {
      System.out.println(e.getMessage());
      return false;
    }
  }

  private static Backend open(String engine, Precision precision) {
    DeviceOptions options = DeviceOptions.DEFAULT.withPrecision(precision).withEngine(engine);
    return new CudaBackendProvider().open(0, options);
  }

  private static void convolve(Precision precision) {
    WindowGeometry g = WINDOWS;
    int weights = 3 * 5 * 3 * 4;
    try (Backend cuda = open("cudnn", precision);
        Backend reference = new ReferenceBackend()) {
      float[][] results = new float[6][];
      int next = 0;
      for (Backend backend : new Backend[] {cuda, reference}) {
        Storage x = given(backend, g.input().elements());
        Storage weight = given(backend, weights);
        Storage gradY = given(backend, g.output().elements());
        Storage y = backend.allocate(g.output().elements());
        Storage gradX = backend.allocate(g.input().elements());
        Storage gradWeight = backend.allocate(weights);
        backend.convolution().forward(g, x, weight, null, Activation.IDENTITY, y);
        backend.convolution().backwardInput(g, weight, gradY, gradX);
        backend.convolution().backwardWeight(g, x, gradY, gradWeight, null);
        for (Storage result : new Storage[] {y, gradX, gradWeight}) {
          results[next++] = taken(backend, result);
        }
      }
      for (int i = 0; i < 3; i++) {
        compare(
            "cudnn " + precision.name().toLowerCase(Locale.ROOT) + " " + CONVOLUTIONS[i],
            results[i],
            results[i + 3]);
      }
    }
  }

  private static void multiply() {
    try (Backend cuda = open("cublas", Precision.FLOAT32);
        Backend reference = new ReferenceBackend()) {
      for (int transposed = 0; transposed < 4; transposed++) {
        float[][] results = new float[2][];
        int next = 0;
        for (Backend backend : new Backend[] {cuda, reference}) {
          Storage y = backend.allocate(4 * 3);
          backend
              .matrix()
              .multiply(
                  4,
                  5,
                  3,
                  given(backend, 20),
                  transposed % 2 == 1,
                  given(backend, 15),
                  transposed / 2 == 1,
                  y);
          results[next++] = taken(backend, y);
        }
        compare("cublas float32 " + PRODUCTS[transposed], results[0], results[1]);
      }
    }
  }

  /** Whole numbers, so that the order of sums does not matter. */
  private static Storage given(Backend backend, long elements) {
    float[] values = new float[(int) elements];
    for (int i = 0; i < values.length; i++) {
      values[i] = i * 7 % 11 - 5;
    }
    Storage storage = backend.allocate(elements);
    backend.upload(values, storage);
    return storage;
  }

  private static float[] taken(Backend backend, Storage from) {
    float[] values = new float[(int) from.elements()];
    backend.download(from, values);
    return values;
  }

  private static void compare(String what, float[] actual, float[] expected) {
    float largest = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i] - actual[i]));
    }
    System.out.println(what + ": off by " + largest);
  }
}
