package org.limpid.backend.cpu;

import java.util.Arrays;
import org.limpid.backend.Activation;
import org.limpid.backend.ElementwiseKernels;
import org.limpid.backend.Storage;

/** Arithmetic on elements. */
final class CpuElementwise implements ElementwiseKernels {

  private static final int PIECE = 1 << 9;

  private final WorkerPool workers;
  private final Elements elements;

  CpuElementwise(WorkerPool workers, Elements elements) {
    this.workers = workers;
    this.elements = elements;
  }

  @Override
  public void binary(Binary op, Storage a, Storage b, Storage y) {
    CpuStorage to = CpuStorage.of("binary", "y", y);
    CpuStorage left = CpuStorage.of("binary", "a", a, to.length);
    CpuStorage right = CpuStorage.of("binary", "b", b, to.length);
    elements.run(
        switch (op) {
          case ADD -> CpuElementwise::add;
          case SUBTRACT -> CpuElementwise::subtract;
          case MULTIPLY -> CpuElementwise::multiply;
          case DIVIDE -> CpuElementwise::divide;
          case MINIMUM -> CpuElementwise::minimum;
          case MAXIMUM -> CpuElementwise::maximum;
        },
        1,
        left,
        right,
        to);
  }

  @Override
  public void unary(Unary op, Storage x, Storage y) {
    CpuStorage to = CpuStorage.of("unary", "y", y);
    CpuStorage from = CpuStorage.of("unary", "x", x, to.length);
    elements.run(
        switch (op) {
          case EXP -> CpuElementwise::exp;
          case LOG -> CpuElementwise::log;
          case SQRT -> CpuElementwise::sqrt;
          case ABS -> CpuElementwise::abs;
          case SIGN -> CpuElementwise::sign;
        },
        1,
        from,
        to);
  }

  @Override
  public void affine(Storage x, float scale, float shift, Storage y) {
    CpuStorage to = CpuStorage.of("affine", "y", y);
    CpuStorage from = CpuStorage.of("affine", "x", x, to.length);
    elements.run((v, begin, end) -> affine(v[0], scale, shift, v[1], begin, end), 1, from, to);
  }

  @Override
  public void fill(float value, Storage y) {
    CpuStorage to = CpuStorage.of("fill", "y", y);
    workers.split(
        to.length,
        Elements.CHUNK,
        (begin, end, worker) -> Arrays.fill(to.array, to.offset + begin, to.offset + end, value));
  }

  @Override
  public void copy(Storage x, Storage y) {
    CpuStorage to = CpuStorage.of("copy", "y", y);
    CpuStorage from = CpuStorage.of("copy", "x", x, to.length);
    workers.split(
        to.length,
        Elements.CHUNK,
        (begin, end, worker) ->
            System.arraycopy(
                from.array, from.offset + begin, to.array, to.offset + begin, end - begin));
  }

  @Override
  public void activation(Activation activation, Storage x, Storage y) {
    CpuStorage to = CpuStorage.of("activation", "y", y);
    CpuStorage from = CpuStorage.of("activation", "x", x, to.length);
    elements.run(
        (v, begin, end) -> Activations.forward(activation, v[0], v[1], begin, end), 1, from, to);
  }

  @Override
  public void activationBackward(Activation activation, Storage y, Storage gradY, Storage gradX) {
    String kernel = "activationBackward";
    CpuStorage to = CpuStorage.of(kernel, "gradX", gradX);
    CpuStorage result = CpuStorage.of(kernel, "y", y, to.length);
    CpuStorage from = CpuStorage.of(kernel, "gradY", gradY, to.length);
    elements.run(
        (v, begin, end) -> Activations.backward(activation, v[0], v[1], v[2], begin, end),
        1,
        result,
        from,
        to);
  }

  private static void add(float[][] v, int from, int to) {
    float[] a = v[0];
    float[] b = v[1];
    float[] y = v[2];
    for (int i = from; i < to; i++) {
      y[i] = a[i] + b[i];
    }
  }

  private static void subtract(float[][] v, int from, int to) {
    float[] a = v[0];
    float[] b = v[1];
    float[] y = v[2];
    for (int i = from; i < to; i++) {
      y[i] = a[i] - b[i];
    }
  }

  private static void multiply(float[][] v, int from, int to) {
    float[] a = v[0];
    float[] b = v[1];
    float[] y = v[2];
    for (int i = from; i < to; i++) {
      y[i] = a[i] * b[i];
    }
  }

  private static void divide(float[][] v, int from, int to) {
    float[] a = v[0];
    float[] b = v[1];
    float[] y = v[2];
    for (int i = from; i < to; i++) {
      y[i] = a[i] / b[i];
    }
  }

  private static void minimum(float[][] v, int from, int to) {
    float[] a = v[0];
    float[] b = v[1];
    float[] y = v[2];
    for (int i = from; i < to; i++) {
      y[i] = Math.min(a[i], b[i]);
    }
  }

  private static void maximum(float[][] v, int from, int to) {
    float[] a = v[0];
    float[] b = v[1];
    float[] y = v[2];
    for (int i = from; i < to; i++) {
      y[i] = Math.max(a[i], b[i]);
    }
  }

  private static void affine(float[] x, float scale, float shift, float[] y, int from, int to) {
    for (int i = from; i < to; i++) {
      y[i] = scale * x[i] + shift;
    }
  }

  private static void exp(float[][] v, int from, int to) {
    float[] piece = new float[PIECE];
    float[] powers = new float[PIECE];
    for (int at = from; at < to; at += PIECE) {
      int count = Math.min(to - at, PIECE);
      System.arraycopy(v[0], at, piece, 0, count);
      Exponential.exp(piece, powers, count);
      System.arraycopy(piece, 0, v[1], at, count);
    }
  }

  private static void log(float[][] v, int from, int to) {
    float[] x = v[0];
    float[] y = v[1];
    for (int i = from; i < to; i++) {
      y[i] = (float) StrictMath.log(x[i]);
    }
  }

  private static void sqrt(float[][] v, int from, int to) {
    float[] x = v[0];
    float[] y = v[1];
    for (int i = from; i < to; i++) {
      y[i] = (float) Math.sqrt(x[i]);
    }
  }

  private static void abs(float[][] v, int from, int to) {
    float[] x = v[0];
    float[] y = v[1];
    for (int i = from; i < to; i++) {
      y[i] = Math.abs(x[i]);
    }
  }

  private static void sign(float[][] v, int from, int to) {
    float[] x = v[0];
    float[] y = v[1];
    for (int i = from; i < to; i++) {
      // Not signum: the choice of a vector loop, and no branch that is mispredicted.
      y[i] = Math.max(-1f, Math.min(1f, x[i] * Activations.HUGE * Activations.HUGE));
    }
  }
}
