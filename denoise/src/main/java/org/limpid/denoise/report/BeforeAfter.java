package org.limpid.denoise.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.Stream;
import org.limpid.denoise.Image;

/** Picture of an image before and after, side by side, with the same black and white. */
public final class BeforeAfter {
  private static final int GAP = 6;

  private BeforeAfter() {}

  /**
   * The middle of both, at most {@value View#LARGEST} pixels a side, with a white gap between them.
   *
   * @param noisy what went in. Not modified.
   * @param denoised what came out, of the same size. Not modified.
   */
  public static BufferedImage of(Image noisy, Image denoised) {
    View view = View.middleOf(noisy);
    double[] limits = view.limits(noisy, denoised);
    List<BufferedImage> pictures =
        Stream.of(noisy, denoised).map(image -> view.picture(image, limits[0], limits[1])).toList();
    int width = pictures.get(0).getWidth();
    BufferedImage row =
        new BufferedImage(
            pictures.size() * (width + GAP) - GAP,
            pictures.get(0).getHeight(),
            pictures.get(0).getType());
    Graphics2D canvas = row.createGraphics();
    canvas.setColor(Color.WHITE);
    canvas.fillRect(0, 0, row.getWidth(), row.getHeight());
    for (int i = 0; i < pictures.size(); i++) {
      canvas.drawImage(pictures.get(i), i * (width + GAP), 0, null);
    }
    canvas.dispose();
    return row;
  }
}
