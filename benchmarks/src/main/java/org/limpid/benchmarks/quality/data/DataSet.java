package org.limpid.benchmarks.quality.data;

import java.util.List;
import java.util.OptionalDouble;

/**
 * An image set with its protocol. PSNR is the mean over images of the PSNR of each, with peak 255;
 * colour channels count together. Neither input nor result is clipped or rounded, except where the
 * files are.
 *
 * @param name what {@code --data} calls it
 * @param protocol files, noise and metric, in one or two sentences
 * @param sigma standard deviation of the white noise that was added; empty for real noise
 * @param fit whether gain and offset of a result are fitted before it is compared
 * @param publishers methods whose PSNR is known image by image
 * @param elsewhere published figures for other images of the same kind, and sources; may be empty
 * @param entries the images in order
 */
public record DataSet(
    String name,
    String protocol,
    OptionalDouble sigma,
    boolean fit,
    List<String> publishers,
    String elsewhere,
    List<Entry> entries) {

  /** Largest value of PSNR and SSIM in every set. */
  public static final double PEAK = 255;

  /** Copies the lists. */
  public DataSet {
    publishers = List.copyOf(publishers);
    entries = List.copyOf(entries);
    for (Entry entry : entries) {
      if (entry.published().size() != publishers.size()) {
        throw new IllegalArgumentException(
            name + ", " + entry.name() + ": published " + entry.published() + " by " + publishers);
      }
    }
  }
}
