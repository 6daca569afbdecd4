package org.limpid.denoise;

import java.util.ArrayList;
import java.util.List;

/**
 * Pairs of noisy images from one recording of something that does not change meanwhile. Frames are
 * the points in time of an image; of an image with one point in time, its slices.
 */
public enum FramePairs {
  /** Each even frame with the odd one behind it: every frame is used once. */
  EVEN_ODD {
    @Override
    List<ImagePair> pairs(List<Image> frames) {
      List<ImagePair> pairs = new ArrayList<>();
      for (int i = 0; i + 1 < frames.size(); i += 2) {
        pairs.add(new ImagePair(frames.get(i), frames.get(i + 1)));
      }
      return pairs;
    }
  },
  /** Each frame with the next: every frame but the first and last is used twice. */
  ADJACENT {
    @Override
    List<ImagePair> pairs(List<Image> frames) {
      List<ImagePair> pairs = new ArrayList<>();
      for (int i = 0; i + 1 < frames.size(); i++) {
        pairs.add(new ImagePair(frames.get(i), frames.get(i + 1)));
      }
      return pairs;
    }
  },
  /** The mean of all even frames with the mean of all odd ones, as for cryo-EM movies. */
  EVEN_ODD_MEAN {
    @Override
    List<ImagePair> pairs(List<Image> frames) {
      return List.of(new ImagePair(mean(frames, 0), mean(frames, 1)));
    }
  };

  /**
   * The pairs; views of the image, which is read when they are.
   *
   * @param image of at least two frames, or slices if it has one frame. Not modified.
   * @throws IllegalArgumentException if there is only one
   */
  public List<ImagePair> of(Image image) {
    Image series = image.frames() == 1 ? image.withPlanes(image.depth(), 1) : image;
    if (series.frames() < 2) {
      throw new IllegalArgumentException(
          "pairs: the image is " + image + " (expected: at least 2 frames or slices)");
    }
    List<Image> frames = new ArrayList<>();
    for (int i = 0; i < series.frames(); i++) {
      frames.add(frame(series, i));
    }
    return pairs(frames);
  }

  abstract List<ImagePair> pairs(List<Image> frames);

  private static Image frame(Image series, int index) {
    return likewise(
        series,
        (frame, slice, y, x, rows, columns, target, offset) ->
            series.copyRegion(index, slice, y, x, rows, columns, target, offset));
  }

  /** The mean of every second frame. */
  private static Image mean(List<Image> frames, int first) {
    int count = (frames.size() - first + 1) / 2;
    return likewise(
        frames.get(0),
        (frame, slice, y, x, rows, columns, target, offset) -> {
          float[] part = new float[rows * columns * frames.get(0).channels()];
          double[] sum = new double[part.length];
          for (int i = first; i < frames.size(); i += 2) {
            frames.get(i).copyRegion(0, slice, y, x, rows, columns, part, 0);
            for (int k = 0; k < part.length; k++) {
              sum[k] += part[k];
            }
          }
          for (int k = 0; k < part.length; k++) {
            target[offset + k] = (float) (sum[k] / count);
          }
        });
  }

  private static Image likewise(Image series, RegionReader reader) {
    return Image.lazy(
        reader, 1, series.depth(), series.height(), series.width(), series.channels());
  }
}
