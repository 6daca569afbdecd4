package org.limpid.denoise.diagnosis;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.random.RandomGenerator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.limpid.denoise.Image;
import org.limpid.denoise.SampleType;
import org.limpid.denoise.synthetic.Noise;
import org.limpid.random.RandomKey;

/** Images whose noise is known. */
final class Samples {
  static final int SIDE = 384;

  private Samples() {}

  /** A few soft cells on uneven illumination, values from about 40 to 300. */
  static Image spots() {
    RandomGenerator random = new RandomKey(4, 1, 1).generator();
    float[] samples = new float[SIDE * SIDE];
    for (int i = 0; i < samples.length; i++) {
      double y = Math.PI * (i / SIDE) / SIDE;
      double x = Math.PI * (i % SIDE) / SIDE;
      samples[i] = (float) (100 + 60 * StrictMath.sin(x) * StrictMath.cos(3 * y));
    }
    for (int cell = 0; cell < 60; cell++) {
      double row = SIDE * random.nextDouble();
      double column = SIDE * random.nextDouble();
      double size = 2 + 3 * random.nextDouble();
      for (int i = 0; i < samples.length; i++) {
        double y = (i / SIDE - row) / size;
        double x = (i % SIDE - column) / size;
        samples[i] += (float) (150 * StrictMath.exp(-(y * y + x * x) / 2));
      }
    }
    return Image.of(samples, SIDE, SIDE);
  }

  static Image white(double sigma) {
    return Noise.gaussian(sigma).apply(spots(), 5);
  }

  /** Noise of which each sample takes a share of the one before in its row. */
  static Image alongRows(double sigma, double share) {
    RandomGenerator random = new RandomKey(9, 1, 1).generator();
    float[] samples = spots().samples();
    double noise = 0;
    for (int i = 0; i < samples.length; i++) {
      double fresh = random.nextGaussian();
      noise = i % SIDE == 0 ? fresh : share * noise + Math.sqrt(1 - share * share) * fresh;
      samples[i] += (float) (sigma * noise);
    }
    return spots().withSamples(samples);
  }

  static Image turned(Image image) {
    float[] samples = image.samples();
    float[] turned = new float[samples.length];
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        turned[x * SIDE + y] = samples[y * SIDE + x];
      }
    }
    return image.withSamples(turned);
  }

  /** Each sample rounded to a multiple of a step. */
  static Image rounded(Image image, double step) {
    float[] samples = image.samples();
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (Math.rint(samples[i] / step) * step);
    }
    return image.withSamples(samples);
  }

  static Image limited(Image image, float least, float most) {
    float[] samples = image.samples();
    for (int i = 0; i < samples.length; i++) {
      samples[i] = Math.min(most, Math.max(least, samples[i]));
    }
    return image.withSamples(samples);
  }

  /** The image enlarged by linear interpolation. */
  static Image enlarged(Image image, double factor) {
    int side = (int) (image.width() * factor);
    float[] samples = new float[side * side];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        double v = Math.min(y / factor, image.height() - 1.001);
        double u = Math.min(x / factor, image.width() - 1.001);
        int j = (int) v;
        int i = (int) u;
        double top = between(at(image, j, i), at(image, j, i + 1), u - i);
        double bottom = between(at(image, j + 1, i), at(image, j + 1, i + 1), u - i);
        samples[y * side + x] = (float) between(top, bottom, v - j);
      }
    }
    return Image.of(samples, side, side);
  }

  private static double at(Image image, int y, int x) {
    return image.get(0, 0, y, x, 0);
  }

  private static double between(double a, double b, double share) {
    return a + share * (b - a);
  }

  /** The image after JPEG of a quality from 0 to 1. */
  static Image jpeg(Image image, float quality) throws IOException {
    BufferedImage picture =
        rounded(limited(image, 0, 255), 1).withType(SampleType.UINT8).toBufferedImage(0, 0, 0, 255);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam settings = writer.getDefaultWriteParam();
    settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    settings.setCompressionQuality(quality);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(picture, null, null), settings);
    }
    return Image.of(ImageIO.read(new ByteArrayInputStream(bytes.toByteArray())));
  }
}
