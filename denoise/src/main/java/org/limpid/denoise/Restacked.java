package org.limpid.denoise;

import java.io.IOException;

/** An image whose planes are seen as channels, or the other way round; nothing is copied. */
final class Restacked implements RegionReader {
  private final Image image;
  private final boolean planesToChannels;

  private Restacked(Image image, boolean planesToChannels) {
    this.image = image;
    this.planesToChannels = planesToChannels;
  }

  /** Image whose planes, each of one channel, have become channels of one plane. */
  static Image planesToChannels(Image image) {
    int planes = image.frames() * image.depth();
    Image seen =
        Image.lazy(new Restacked(image, true), 1, 1, image.height(), image.width(), planes);
    return finish(seen, image);
  }

  /** Image whose channels have become planes of one channel each. */
  static Image channelsToPlanes(Image image) {
    Image seen =
        Image.lazy(
            new Restacked(image, false), 1, image.channels(), image.height(), image.width(), 1);
    return finish(seen, image);
  }

  private static Image finish(Image seen, Image image) {
    Image same = seen.withType(image.type()).withMetadata(image.metadata());
    return image.isInMemory() ? same.inMemory() : same;
  }

  @Override
  public void read(
      int frame, int slice, int y, int x, int rows, int columns, float[] target, int offset)
      throws IOException {
    int pixels = rows * columns;
    if (planesToChannels) {
      int planes = image.frames() * image.depth();
      float[] part = new float[pixels];
      for (int p = 0; p < planes; p++) {
        image.copyRegion(
            p / image.depth(), p % image.depth(), y, x, rows, columns, part, /* offset= */ 0);
        for (int i = 0; i < pixels; i++) {
          target[offset + i * planes + p] = part[i];
        }
      }
    } else {
      float[] part = new float[Math.multiplyExact(pixels, image.channels())];
      image.copyRegion(0, 0, y, x, rows, columns, part, /* offset= */ 0);
      for (int i = 0; i < pixels; i++) {
        target[offset + i] = part[i * image.channels() + slice];
      }
    }
  }

  @Override
  public int bandRows() {
    return image.bandRows();
  }

  @Override
  public int bandSlices() {
    return planesToChannels ? 1 : image.channels();
  }
}
