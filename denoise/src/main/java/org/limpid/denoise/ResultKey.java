package org.limpid.denoise;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;
import org.limpid.backend.Size3;
import org.limpid.denoise.predict.PredictionOptions;
import org.limpid.denoise.predict.TiledPredictor.Plan;
import org.limpid.nn.Parameters;
import org.limpid.nn.weights.Json;

/** What a denoised image depends on, as names and values that tell two results apart. */
final class ResultKey {

  private static final int ROWS_BYTES = 1 << 22;

  private ResultKey() {}

  /** That of a result; reads the whole image once. */
  static Map<String, String> of(Image noisy, Model model, PredictionOptions options, Plan plan) {
    Map<String, String> key = new LinkedHashMap<>();
    key.put("model", digest(model));
    key.put("image", noisy + " " + digest(noisy));
    key.put("averaging", options.averaging().name().toLowerCase(Locale.ROOT));
    key.put("passes", String.valueOf(options.passes()));
    key.put("tiles", text(plan.tiling().step()) + " in " + text(plan.tiling().window()));
    return key;
  }

  private static String text(Size3 size) {
    return size.depth() + " x " + size.height() + " x " + size.width();
  }

  private static String digest(Model model) {
    CRC32C sum = new CRC32C();
    sum.update(Json.print(ModelFile.describe(model)).getBytes(StandardCharsets.UTF_8));
    Parameters.of(model.network())
        .byPath()
        .forEach(
            (path, parameter) -> {
              sum.update(path.getBytes(StandardCharsets.UTF_8));
              float[] values = parameter.value().toArray();
              update(sum, values, values.length);
            });
    return Long.toHexString(sum.getValue());
  }

  private static String digest(Image image) {
    CRC32C sum = new CRC32C();
    int line = image.width() * image.channels();
    int rows = Math.max(1, Math.min(image.height(), ROWS_BYTES / Float.BYTES / line));
    float[] band = new float[rows * line];
    for (int plane = 0; plane < image.frames() * image.depth(); plane++) {
      int frame = plane / image.depth();
      int slice = plane % image.depth();
      for (int y = 0; y < image.height(); y += rows) {
        int count = Math.min(rows, image.height() - y);
        image.copyRegion(frame, slice, y, 0, count, image.width(), band, 0);
        update(sum, band, count * line);
      }
    }
    return Long.toHexString(sum.getValue());
  }

  private static void update(CRC32C sum, float[] values, int count) {
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(count, Float.BYTES));
    bytes.asFloatBuffer().put(values, 0, count);
    sum.update(bytes);
  }
}
