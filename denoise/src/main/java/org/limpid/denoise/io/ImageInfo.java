package org.limpid.denoise.io;

import org.limpid.denoise.Metadata;
import org.limpid.denoise.SampleType;

/**
 * What an image file holds, found without decoding its samples.
 *
 * @param format name of the file's format, such as {@code TIFF}
 * @param frames extent of axis T
 * @param depth extent of axis Z
 * @param height extent of axis Y
 * @param width extent of axis X
 * @param channels extent of axis C, without opacity
 * @param alpha whether there is opacity besides
 * @param type type of the samples as read
 * @param bits bits of a sample in the file; below {@link SampleType#bits()} where narrow samples
 *     are spread to 0 to 255
 * @param pages number of pictures in the file
 * @param metadata description and resolution
 */
public record ImageInfo(
    String format,
    int frames,
    int depth,
    int height,
    int width,
    int channels,
    boolean alpha,
    SampleType type,
    int bits,
    int pages,
    Metadata metadata) {

  /** Number of samples of all axes, without opacity. */
  public long samples() {
    return (long) frames * depth * height * width * channels;
  }
}
