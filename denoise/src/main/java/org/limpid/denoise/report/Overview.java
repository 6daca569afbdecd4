package org.limpid.denoise.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import org.limpid.denoise.Image;

/** A large plane made small, with a frame around the part that is shown in full. */
final class Overview {
  private static final int LARGEST = 320;
  private static final int MOST_ROWS = 4; // averaged for one of the picture; the rest is left out

  private Overview() {}

  /** The picture, at most {@value #LARGEST} pixels a side. */
  static BufferedImage of(Image image, View view, double[] limits) {
    int factor = (Math.max(image.height(), image.width()) + LARGEST - 1) / LARGEST;
    int rows = Math.max(1, image.height() / factor);
    int columns = Math.max(1, image.width() / factor);
    int channels = image.channels();
    float[] small = new float[rows * columns * channels];
    int averaged = Math.min(factor, MOST_ROWS);
    float[] strip = new float[averaged * columns * factor * channels];
    for (int y = 0; y < rows; y++) {
      int height = Math.min(averaged, image.height() - y * factor);
      int width = Math.min(columns * factor, image.width());
      image.copyRegion(view.frame(), view.slice(), y * factor, 0, height, width, strip, 0);
      for (int x = 0; x < columns; x++) {
        int across = Math.min(factor, width - x * factor);
        for (int c = 0; c < channels; c++) {
          double sum = 0;
          for (int i = 0; i < height * across; i++) {
            int pixel = i / across * width + x * factor + i % across;
            sum += strip[pixel * channels + c];
          }
          small[(y * columns + x) * channels + c] = (float) (sum / (height * across));
        }
      }
    }
    BufferedImage picture =
        Image.wrap(small, 1, 1, rows, columns, channels)
            .toBufferedImage(0, 0, limits[0], limits[1]);
    return framed(picture, view, factor);
  }

  private static BufferedImage framed(BufferedImage picture, View view, int factor) {
    BufferedImage result =
        new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = result.createGraphics();
    canvas.drawImage(picture, 0, 0, null);
    canvas.setColor(Color.ORANGE);
    canvas.drawRect(
        view.x() / factor,
        view.y() / factor,
        Math.max(1, view.columns() / factor - 1),
        Math.max(1, view.rows() / factor - 1));
    canvas.dispose();
    return result;
  }
}
