package org.limpid.benchmarks.quality;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How well a method did on an image.
 *
 * @param data the set
 * @param noisyPsnr of the noisy image, in dB, by the protocol of the set
 * @param processorSeconds of all threads
 * @param machine processor, Java and threads
 */
record Score(
    String data,
    String image,
    String method,
    double noisyPsnr,
    double noisySsim,
    double psnr,
    double ssim,
    double seconds,
    double processorSeconds,
    String detail,
    String machine) {

  /** Measured again, it replaces the one before. */
  List<String> key() {
    return List.of(data, image, method);
  }

  /** Its fields, in the order of a file. */
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("data", data);
    fields.put("image", image);
    fields.put("method", method);
    fields.put("noisyPsnr", rounded(noisyPsnr));
    fields.put("noisySsim", rounded(noisySsim));
    fields.put("psnr", rounded(psnr));
    fields.put("ssim", rounded(ssim));
    fields.put("seconds", rounded(seconds));
    fields.put("processorSeconds", rounded(processorSeconds));
    fields.put("detail", detail);
    fields.put("machine", machine);
    return fields;
  }

  /**
   * The score that {@link #fields} gave.
   *
   * @throws IllegalArgumentException if it is not such a map
   */
  static Score of(Map<?, ?> fields) {
    return new Score(
        text(fields, "data"),
        text(fields, "image"),
        text(fields, "method"),
        number(fields, "noisyPsnr"),
        number(fields, "noisySsim"),
        number(fields, "psnr"),
        number(fields, "ssim"),
        number(fields, "seconds"),
        number(fields, "processorSeconds"),
        text(fields, "detail"),
        text(fields, "machine"));
  }

  private static double rounded(double value) {
    return Math.round(value * 1e4) / 1e4;
  }

  private static String text(Map<?, ?> fields, String name) {
    return String.valueOf(value(fields, name));
  }

  private static double number(Map<?, ?> fields, String name) {
    if (value(fields, name) instanceof Number number) {
      return number.doubleValue();
    }
    throw new IllegalArgumentException("score: no number '" + name + "' in " + fields);
  }

  private static Object value(Map<?, ?> fields, String name) {
    @Nullable Object value = fields.get(name);
    if (value == null) {
      throw new IllegalArgumentException("score: no '" + name + "' in " + fields);
    }
    return value;
  }
}
