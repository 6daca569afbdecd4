package org.limpid.denoise.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.limpid.denoise.Image;
import org.limpid.denoise.RegionReader;

/** Decodes regions of the pages of a stack, channels last. */
final class TiffReader implements RegionReader {
  private static final long MOST_REMEMBERED = 1L << 28;
  private static final int BYTES_AT_ONCE = 1 << 22;

  private final Path file;
  private final TiffStack stack;
  private final TiffPage page;
  private final int channels;
  private final double opaque;
  private final TiffRows rows;

  private TiffReader(Path file, TiffStack stack, long roomBytes) {
    this.file = file;
    this.stack = stack;
    page = stack.page();
    channels = stack.channels();
    opaque = opaque(page);
    rows = new TiffRows(file, roomBytes);
  }

  /** The sample that means wholly opaque, and white where white is the largest. */
  private static double opaque(TiffPage page) {
    if (!page.type().isInteger()) {
      return 1;
    }
    return page.type().min() < 0 ? page.type().max() : Math.scalb(1.0, page.bits()) - 1;
  }

  /** Image whose samples stay in the file. */
  static Image open(Path file, TiffStack stack) {
    long room = Math.min(MOST_REMEMBERED, Runtime.getRuntime().maxMemory() / 8);
    return new TiffReader(file, stack, room).image();
  }

  static Image read(Path file, TiffStack stack) {
    return new TiffReader(file, stack, 0).image().inMemory();
  }

  private Image image() {
    return Image.lazy(this, stack.frames(), stack.depth(), page.height(), page.width(), channels)
        .withType(page.type())
        .withMetadata(stack.metadata());
  }

  @Override
  public boolean hasAlpha() {
    return page.opacity() != TiffPage.Opacity.NONE;
  }

  @Override
  public void read(
      int frame, int slice, int y, int x, int rows, int columns, float[] target, int offset)
      throws IOException {
    int first = (frame * stack.depth() + slice) * stack.channelPages();
    for (int i = 0; i < stack.channelPages(); i++) {
      int channel = i * page.channels();
      scan(
          first + i,
          y,
          x,
          rows,
          columns,
          (pixel, count, plane, together, line) ->
              put(line, count, plane, together, target, offset + pixel * channels + channel));
    }
    if (page.photometric() == TiffPage.YCBCR && isYcbcr()) {
      new TiffColors(stack.pages().get(first)).toRgb(target, offset, rows * columns);
    }
    if (page.opacity() == TiffPage.Opacity.PREMULTIPLIED) {
      float[] alpha = new float[rows * columns];
      readAlpha(frame, slice, y, x, rows, columns, alpha, 0);
      for (int i = 0; i < alpha.length * channels; i++) {
        float opacity = alpha[i / channels];
        target[offset + i] /= opacity > 0 ? opacity : 1;
      }
    }
  }

  /** The JDK turns the colours of old-style JPEG itself. */
  private boolean isYcbcr() {
    return stack.pages().get(0).compression() != TiffCompression.OLD_JPEG;
  }

  @Override
  public void readAlpha(
      int frame, int slice, int y, int x, int rows, int columns, float[] target, int offset)
      throws IOException {
    int last = page.channels();
    scan(
        (frame * stack.depth() + slice) * stack.channelPages(),
        y,
        x,
        rows,
        columns,
        (pixel, count, plane, together, line) -> {
          for (int i = 0; plane + together > last && i < count; i++) {
            double value = line[i * together + last - plane] / opaque;
            target[offset + pixel + i] = (float) Math.min(1, Math.max(0, value));
          }
        });
  }

  private void put(float[] line, int count, int plane, int together, float[] target, int offset) {
    if (stack.palette().length > 0) {
      for (int i = 0; plane == 0 && i < count; i++) {
        for (int c = 0; c < channels; c++) {
          target[offset + i * channels + c] = stack.palette()[c][(int) line[i * together]];
        }
      }
      return;
    }
    boolean turned = stack.turned();
    boolean narrow = page.bits() < 8;
    for (int s = 0; s < together && plane + s < page.channels(); s++) {
      int at = offset + plane + s;
      for (int i = 0; i < count; i++) {
        float value = line[i * together + s];
        value = turned ? (float) (opaque - value) : value;
        target[at + i * channels] = narrow ? (float) (value * (255 / opaque)) : value;
      }
    }
  }

  /** Takes part of a row of one plane of samples. */
  private interface Taker {
    /**
     * Takes samples.
     *
     * @param pixel index of the first pixel in the region
     * @param plane first sample of a pixel that the line has
     * @param together samples of a pixel that the line has
     * @param line {@code [count, together]}
     */
    void take(int pixel, int count, int plane, int together, float[] line);
  }

  private void scan(int index, int y, int x, int height, int width, Taker taker)
      throws IOException {
    TiffBlocks blocks = stack.pages().get(index);
    TiffFault fault = new TiffFault(file, stack.numbers().get(index));
    float[] line = new float[Math.multiplyExact(width, blocks.together())];
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      for (int plane = 0; plane < blocks.planes(); plane++) {
        for (int down = y / blocks.height(); down <= (y + height - 1) / blocks.height(); down++) {
          for (int across = x / blocks.width();
              across <= (x + width - 1) / blocks.width();
              across++) {
            int block = (plane * blocks.down() + down) * blocks.across() + across;
            int top = Math.max(y, down * blocks.height());
            int bottom = (int) Math.min(y + (long) height, (down + 1L) * blocks.height());
            int left = Math.max(x, across * blocks.width());
            int right = (int) Math.min(x + (long) width, (across + 1L) * blocks.width());
            long bit = (long) (left - across * blocks.width()) * blocks.together() * page.bits();
            long bits = (long) (right - left) * blocks.together() * page.bits();
            int bytes = Math.toIntExact((bit % 8 + bits + 7) / 8);
            int atOnce = Math.max(1, BYTES_AT_ONCE / bytes);
            for (int row = top; row < bottom; row += atOnce) {
              int count = Math.min(atOnce, bottom - row);
              ByteBuffer part =
                  rows.of(
                      channel,
                      blocks,
                      index,
                      block,
                      row - down * blocks.height(),
                      count,
                      bit / 8,
                      bytes,
                      fault);
              for (int i = 0; i < count; i++) {
                int samples = (right - left) * blocks.together();
                TiffSamples.get(part, page, i * bytes, (int) (bit % 8), line, samples);
                int pixel = (row + i - y) * width + left - x;
                taker.take(pixel, right - left, plane, blocks.together(), line);
              }
            }
          }
        }
      }
    } catch (IOException e) {
      throw ReadFault.of(file, e);
    }
  }
}
