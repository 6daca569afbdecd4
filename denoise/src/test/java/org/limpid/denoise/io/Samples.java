package org.limpid.denoise.io;

import org.limpid.denoise.Image;
import org.limpid.denoise.SampleType;

/**
 * Images for tests of files: every value different from its neighbours, ends of ranges included.
 */
final class Samples {
  private Samples() {}

  static Image image(SampleType type, int frames, int depth, int height, int width, int channels) {
    float[] samples = new float[frames * depth * height * width * channels];
    for (int i = 0; i < samples.length; i++) {
      samples[i] =
          switch (type) {
            case UINT8 -> i * 37 % 256;
            case INT8 -> i * 37 % 256 - 128;
            case UINT16 -> i * 7919 % 65536;
            case INT16 -> i * 7919 % 65536 - 32768;
            // Integers of 32 bits that a float holds exactly.
            case UINT32 -> (i * 7919L % 65536) * 65536;
            case INT32 -> (i * 7919L % 65536 - 32768) * 65536;
            case UINT64 -> (i * 7919L % 65536) * 0x1p48f;
            case INT64 -> (i * 7919L % 65536 - 32768) * 0x1p48f;
            case FLOAT16 -> (i * 7919 % 4096 - 2048) / 16f;
            case FLOAT32, FLOAT64 -> (float) Math.sin(i) * 1e3f;
          };
    }
    return Image.wrap(samples, frames, depth, height, width, channels).withType(type);
  }

  static Image transparent(Image image) {
    int pixels = image.samples().length / image.channels();
    float[] alpha = new float[pixels];
    for (int i = 0; i < pixels; i++) {
      alpha[i] = i % 256 / 255f;
    }
    return image.withAlpha(alpha);
  }
}
