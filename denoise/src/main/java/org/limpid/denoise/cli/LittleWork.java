package org.limpid.denoise.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.limpid.denoise.io.Images;

/**
 * Tells, before anything is loaded, whether applying a model to an image is done sooner in plain
 * loops than vectors would be ready.
 */
final class LittleWork {
  /** Samples times bytes of the model: 600 x 600 pixels for the default network. */
  private static final double MOST = 360_000 * 1.33e6;

  private LittleWork() {}

  /** Whether it is; no for folders, and for files that cannot be read, about which others speak. */
  static boolean is(Path model, Path input) {
    if (!Files.isRegularFile(input) || !Files.isRegularFile(model)) {
      return false;
    }
    try {
      return (double) Files.size(model) * Images.info(input).samples() <= MOST;
    } catch (IOException unreadable) {
      return false;
    }
  }
}
