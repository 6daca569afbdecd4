package org.limpid.benchmarks.quality.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * One image of a set, to be read when it is its turn.
 *
 * @param name as tables show it
 * @param published PSNR by others, in dB, in the order of {@link DataSet#publishers}
 * @param source reads it
 */
public record Entry(String name, List<Double> published, Source source) {

  /** Reads or makes an image. */
  @FunctionalInterface
  public interface Source {

    /**
     * The image with and without noise.
     *
     * @param folder where the image sets lie
     * @throws IOException if a file cannot be read
     */
    TestImage read(Path folder) throws IOException;
  }
}
