package org.limpid.denoise;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.limpid.denoise.training.TrainingHistory.Point;
import org.limpid.nn.weights.Safetensors;

/** Short text that tells bits apart. */
final class Digest {

  private final CRC32C sum = new CRC32C();

  /** Of all weights of a model, the losses of its training, and what it makes of an image. */
  static String of(Denoiser denoiser, Image noisy) throws IOException {
    Path file = Files.createTempFile("digest", ".safetensors");
    try {
      denoiser.save(file);
      Digest digest = new Digest();
      try (Safetensors tensors = Safetensors.open(file)) {
        Map<String, Safetensors.Entry> sorted = new TreeMap<>(tensors.entries());
        for (String name : sorted.keySet()) {
          digest.add(tensors.read(name));
        }
      }
      for (Point point : denoiser.history().points()) {
        digest.add(Double.doubleToLongBits(point.loss()));
        Double validation = point.validationLoss();
        digest.add(Double.doubleToLongBits(validation == null ? Double.NaN : validation));
      }
      return digest.add(denoiser.denoise(noisy).samples()).toString();
    } finally {
      Files.delete(file);
    }
  }

  private Digest add(float[] values) {
    for (float value : values) {
      add(Float.floatToRawIntBits(value));
    }
    return this;
  }

  private void add(long bits) {
    for (int i = 0; i < Long.BYTES; i++) {
      sum.update((int) (bits >>> 8 * i));
    }
  }

  @Override
  public String toString() {
    return Long.toHexString(sum.getValue());
  }
}
