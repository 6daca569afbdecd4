package org.limpid.denoise.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.limpid.denoise.Image;
import org.limpid.denoise.SampleType;
import org.limpid.denoise.synthetic.Noise;
import org.limpid.denoise.synthetic.Specimen;

/** Small noisy images in files. */
final class TestImages {
  private TestImages() {}

  /** An 8-bit picture; gives its file. */
  static Path write(Path file, int width, int height) throws IOException {
    noisy(width, height).withType(SampleType.UINT8).write(file);
    return file;
  }

  /** A picture as floating-point numbers. */
  static Image noisy(int width, int height) {
    return Noise.gaussian(10).apply(Specimen.CELLS.image(width, height, 1), 2);
  }
}
