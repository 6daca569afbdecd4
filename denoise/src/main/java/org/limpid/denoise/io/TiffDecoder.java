package org.limpid.denoise.io;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.DataFormatException;
import org.limpid.denoise.Image;

/** Decodes the pages of a stack into one image, channels last. */
final class TiffDecoder {
  private final Path file;
  private final TiffStack stack;
  private final TiffPage page;
  private final int channels;
  private final double opaque;
  private final float[] samples;
  private final float[] alpha;

  /** First pixel, and first channel, of the page being decoded. */
  private int pagePixel;

  private int pageChannel;

  private TiffDecoder(Path file, TiffStack stack) {
    this.file = file;
    this.stack = stack;
    page = stack.page();
    channels = stack.channels();
    opaque = opaque(page);
    int pixels = stack.frames() * stack.depth() * page.height() * page.width();
    samples = new float[pixels * channels];
    alpha = new float[page.opacity() == TiffPage.Opacity.NONE ? 0 : pixels];
  }

  /** The sample that means wholly opaque, and white where white is the largest. */
  private static double opaque(TiffPage page) {
    if (!page.type().isInteger()) {
      return 1;
    }
    return page.type().min() < 0 ? page.type().max() : Math.scalb(1.0, page.bits()) - 1;
  }

  static Image read(Path file, TiffStack stack) throws IOException {
    TiffDecoder decoder = new TiffDecoder(file, stack);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      for (int i = 0; i < stack.pages().size(); i++) {
        TiffBlocks blocks = stack.pages().get(i);
        TiffFault fault = new TiffFault(file, stack.numbers().get(i));
        decoder.pagePixel = i / stack.channelPages() * decoder.page.height() * decoder.page.width();
        decoder.pageChannel = i % stack.channelPages() * decoder.page.channels();
        if (blocks.decodedHere()) {
          decoder.take(blocks, channel, fault);
        } else {
          decoder.takeFromJdk(blocks, fault);
        }
      }
    }
    return decoder.image();
  }

  private void take(TiffBlocks blocks, FileChannel channel, TiffFault fault) throws IOException {
    for (int i = 0; i < blocks.offsets().length; i++) {
      int column = i % blocks.across();
      int row = i / blocks.across() % blocks.down();
      int plane = i / blocks.across() / blocks.down();
      ByteBuffer block = block(blocks, i, blocks.rows(row), channel, fault);
      TiffPredictor.undo(blocks, block, blocks.rows(row));
      TiffSamples values = new TiffSamples(block, page);
      int x0 = column * blocks.width();
      int y0 = row * blocks.height();
      int together = blocks.together();
      int columns = Math.min(blocks.width(), page.width() - x0);
      for (int y = 0; y < Math.min(blocks.height(), page.height() - y0); y++) {
        long bit = 8 * blocks.rowBytes() * y;
        int pixel = pagePixel + (y0 + y) * page.width() + x0;
        for (int x = 0; x < columns; x++) {
          for (int s = 0; s < together; s++, bit += page.bits()) {
            put(pixel + x, plane + s, values.at(bit));
          }
        }
      }
    }
  }

  private static ByteBuffer block(
      TiffBlocks blocks, int index, int rows, FileChannel channel, TiffFault fault)
      throws IOException {
    byte[] stored = new byte[blocks.lengths()[index]];
    ByteBuffer target = ByteBuffer.wrap(stored);
    while (target.hasRemaining()) {
      if (channel.read(target, blocks.offsets()[index] + target.position()) < 0) {
        throw fault.damaged("its pixels lie beyond the end of the file");
      }
    }
    for (int i = 0; blocks.bitsReversed() && i < stored.length; i++) {
      stored[i] = (byte) (Integer.reverse(stored[i]) >>> 24);
    }
    if (blocks.compression() == TiffCompression.NONE) {
      return target.flip().order(blocks.order());
    }
    byte[] raw = new byte[(int) blocks.rowBytes() * rows];
    try {
      int length = blocks.compression().expand(stored, raw);
      if (length < raw.length) {
        throw fault.damaged(
            "a strip or tile holds " + length + " bytes where its size asks for " + raw.length);
      }
    } catch (DataFormatException e) {
      ImageFormatException damaged = fault.damaged("a strip or tile is no deflate stream");
      damaged.initCause(e);
      throw damaged;
    }
    return ByteBuffer.wrap(raw).order(blocks.order());
  }

  private void takeFromJdk(TiffBlocks blocks, TiffFault fault) throws IOException {
    try (JdkReader reader = JdkReader.open(file, "TIFF")) {
      BufferedImage picture = reader.page(fault.page() - 1);
      int bands = picture.getRaster().getNumBands();
      if (picture.getWidth() != page.width()
          || picture.getHeight() != page.height()
          || bands != page.samples()) {
        throw fault.damaged(
            picture.getWidth()
                + " x "
                + picture.getHeight()
                + " x "
                + bands
                + " samples are found where its header says "
                + page.width()
                + " x "
                + page.height()
                + " x "
                + page.samples());
      }
      // The JDK turns fax pages over so that black is zero, which put would do again.
      boolean turned = page.photometric() == TiffPage.WHITE_IS_ZERO;
      int[] row = new int[page.width() * bands];
      for (int y = 0; y < page.height(); y++) {
        picture.getRaster().getPixels(0, y, page.width(), 1, row);
        for (int i = 0; i < row.length; i++) {
          double value = turned ? opaque - row[i] : row[i];
          put(pagePixel + y * page.width() + i / bands, i % bands, value);
        }
      }
    }
  }

  private void put(int pixel, int sample, double value) {
    if (stack.palette().length > 0) {
      for (int c = 0; c < channels; c++) {
        samples[pixel * channels + c] = stack.palette()[c][(int) value];
      }
    } else if (sample == page.channels()) {
      alpha[pixel] = (float) Math.min(1, Math.max(0, value / opaque));
    } else {
      double turned = stack.turned() ? opaque - value : value;
      double spread = page.bits() < 8 ? turned * (255 / opaque) : turned;
      samples[pixel * channels + pageChannel + sample] = (float) spread;
    }
  }

  private Image image() {
    if (page.opacity() == TiffPage.Opacity.PREMULTIPLIED) {
      for (int i = 0; i < samples.length; i++) {
        float opacity = alpha[i / channels];
        samples[i] = opacity > 0 ? samples[i] / opacity : samples[i];
      }
    }
    Image image =
        Image.wrap(samples, stack.frames(), stack.depth(), page.height(), page.width(), channels)
            .withType(page.type())
            .withMetadata(stack.metadata());
    return alpha.length > 0 ? image.withAlpha(alpha) : image;
  }
}
