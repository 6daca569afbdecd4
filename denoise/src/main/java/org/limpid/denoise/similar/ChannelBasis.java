package org.limpid.denoise.similar;

/**
 * An orthonormal change of channels after which they are not correlated (Karhunen and Loève): in
 * photographs about brightness and two differences of colours. What most of the image is in comes
 * first, and white noise of deviation 1 stays that.
 *
 * @param rows {@code [C][C]}, a new channel each
 */
record ChannelBasis(double[][] rows) {

  /** More channels stay as they are. */
  private static final int MOST_CHANNELS = 64;

  private static final int MOST_SWEEPS = 30;

  /** For the channels of planes. */
  static ChannelBasis of(Planes planes) {
    int channels = planes.channels().length;
    double[][] rows = new double[channels][channels];
    for (int c = 0; c < channels; c++) {
      rows[c][c] = 1;
    }
    if (channels > 1 && channels <= MOST_CHANNELS) {
      turn(covariance(planes), rows);
    }
    return new ChannelBasis(rows);
  }

  private static double[][] covariance(Planes planes) {
    float[][] values = planes.channels();
    int pixels = planes.height() * planes.width();
    double[] means = new double[values.length];
    for (int c = 0; c < values.length; c++) {
      for (float value : values[c]) {
        means[c] += value;
      }
      means[c] /= pixels;
    }
    double[][] covariance = new double[values.length][values.length];
    for (int a = 0; a < values.length; a++) {
      for (int b = a; b < values.length; b++) {
        double sum = 0;
        for (int i = 0; i < pixels; i++) {
          sum += (values[a][i] - means[a]) * (values[b][i] - means[b]);
        }
        covariance[a][b] = sum / pixels;
        covariance[b][a] = sum / pixels;
      }
    }
    return covariance;
  }

  /** Jacobi's method: pairs of channels are turned until none are correlated. */
  private static void turn(double[][] covariance, double[][] rows) {
    int channels = rows.length;
    for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
      boolean isDone = true;
      for (int a = 0; a < channels; a++) {
        for (int b = a + 1; b < channels; b++) {
          double shared = covariance[a][b];
          if (shared * shared <= 1e-20 * covariance[a][a] * covariance[b][b]) {
            continue;
          }
          isDone = false;
          double slope = (covariance[b][b] - covariance[a][a]) / (2 * shared);
          double tangent = 1 / (Math.abs(slope) + Math.sqrt(slope * slope + 1));
          tangent = slope < 0 ? -tangent : tangent;
          double cosine = 1 / Math.sqrt(tangent * tangent + 1);
          turn(covariance, a, b, cosine, tangent * cosine);
          for (double[] row : covariance) {
            turn(row, a, b, cosine, tangent * cosine);
          }
          turn(rows, a, b, cosine, tangent * cosine);
        }
      }
      if (isDone) {
        break;
      }
    }
    // The largest first, by exchanging; there are few.
    for (int a = 0; a < channels; a++) {
      int most = a;
      for (int b = a; b < channels; b++) {
        most = covariance[b][b] > covariance[most][most] ? b : most;
      }
      double size = covariance[most][most];
      covariance[most][most] = covariance[a][a];
      covariance[a][a] = size;
      double[] row = rows[most];
      rows[most] = rows[a];
      rows[a] = row;
    }
  }

  private static void turn(double[][] rows, int a, int b, double cosine, double sine) {
    for (int i = 0; i < rows.length; i++) {
      double first = rows[a][i];
      double second = rows[b][i];
      rows[a][i] = cosine * first - sine * second;
      rows[b][i] = sine * first + cosine * second;
    }
  }

  private static void turn(double[] row, int a, int b, double cosine, double sine) {
    double first = row[a];
    double second = row[b];
    row[a] = cosine * first - sine * second;
    row[b] = sine * first + cosine * second;
  }

  /** Planes in this basis. */
  Planes forward(Planes planes) {
    return changed(planes, false);
  }

  /** Planes as they were before it. */
  Planes back(Planes planes) {
    return changed(planes, true);
  }

  private Planes changed(Planes planes, boolean isBack) {
    Planes result = planes.blank();
    for (int k = 0; k < rows.length; k++) {
      for (int c = 0; c < rows.length; c++) {
        double factor = isBack ? rows[c][k] : rows[k][c];
        float[] to = result.channels()[k];
        float[] from = planes.channels()[c];
        for (int i = 0; i < to.length && factor != 0; i++) {
          to[i] += (float) (factor * from[i]);
        }
      }
    }
    return result;
  }
}
