package org.limpid.denoise.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.limpid.denoise.Denoiser;

/** Models that training kept on the way, in files beside the model's. */
final class KeptModels {
  private KeptModels() {}

  /** {@code cells.best-1.safetensors} for {@code cells.safetensors}. */
  static Path file(Path model, String name) {
    String whole = String.valueOf(model.getFileName());
    int dot = whole.lastIndexOf('.');
    return model.resolveSibling(
        dot <= 0
            ? whole + "." + name
            : whole.substring(0, dot) + "." + name + whole.substring(dot));
  }

  /** Makes sure that they can be written. */
  static void check(Path model, int best) throws IOException {
    for (int i = 1; i <= best; i++) {
      Targets.checkFile(file(model, "best-" + i));
    }
    if (best > 0) {
      Targets.checkFile(file(model, "last"));
    }
  }

  /** Writes them; returns how many. */
  static int save(Denoiser denoiser, Path model) throws IOException {
    Map<String, Denoiser> kept = denoiser.kept();
    for (Map.Entry<String, Denoiser> entry : kept.entrySet()) {
      entry.getValue().save(file(model, entry.getKey()));
    }
    return kept.size();
  }
}
