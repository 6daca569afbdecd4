package org.limpid.denoise.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.limpid.denoise.Image;
import org.limpid.denoise.PixelSize;
import org.limpid.denoise.SampleType;

/** Writes an image as an MRC file, on the header it came with if it came from one. */
final class MrcEncoder {
  private static final Map<SampleType, Integer> MODES =
      Map.of(
          SampleType.INT8, 0,
          SampleType.INT16, 1,
          SampleType.FLOAT32, 2,
          SampleType.UINT16, 6,
          SampleType.FLOAT16, 12);

  private final Image image;
  private final Path target;
  private final ByteBuffer header;
  private final byte[] extended;
  private final SampleType type;

  MrcEncoder(Image image, Path target) throws ImageFormatException {
    this.image = image;
    this.target = target;
    Map<String, String> kept = image.metadata().kept();
    String old = kept.getOrDefault(MrcHeader.KEPT, "");
    boolean known = old.length() == MrcHeader.BYTES;
    header = known ? ByteBuffer.wrap(bytes(old)) : ByteBuffer.allocate(MrcHeader.BYTES);
    header.order(known ? MrcHeader.order(header) : ByteOrder.LITTLE_ENDIAN);
    extended = known ? bytes(kept.getOrDefault(MrcHeader.KEPT_EXTENDED, "")) : new byte[0];
    boolean unsigned = image.type() == SampleType.UINT8 && MrcHeader.unsignedBytes(header);
    // Other programs take bytes as signed, so those of ours become 16 bits wide.
    type = image.type() == SampleType.UINT8 && !unsigned ? SampleType.UINT16 : image.type();
    check(unsigned);
    fill(unsigned ? 0 : MODES.get(type), known);
  }

  private void check(boolean unsigned) throws ImageFormatException {
    String fault =
        image.channels() > 1
            ? image.channels() + " channels"
            : image.hasAlpha() ? "opacity" : "type " + image.type();
    if (image.channels() > 1 || image.hasAlpha() || !(unsigned || MODES.containsKey(type))) {
      throw new ImageFormatException(
          target,
          "MRC holds one channel of type int8, int16, uint16, float16 or float32, the image has "
              + fault,
          "Name the file .tif.");
    }
    if ((long) image.frames() * image.depth() > Integer.MAX_VALUE) {
      throw new ImageFormatException(target, "has too many sections", "Name the file .tif.");
    }
  }

  private void fill(int mode, boolean known) {
    int sections = image.frames() * image.depth();
    int[] size = {image.width(), image.height(), sections};
    int[] intervals = {image.width(), image.height(), image.depth()};
    PixelSize pixel = image.metadata().pixelSize();
    double[] lengths = {pixel.x(), pixel.y(), pixel.z()};
    boolean resized = !known;
    for (int i = 0; i < 3; i++) {
      resized |= header.getInt(MrcHeader.NX + 4 * i) != size[i];
      header.putInt(MrcHeader.NX + 4 * i, size[i]);
    }
    header.putInt(MrcHeader.MODE, mode);
    if (resized) {
      double unit = angstroms(pixel.unit());
      for (int i = 0; i < 3; i++) {
        header.putInt(MrcHeader.MX + 4 * i, intervals[i]);
        header.putFloat(MrcHeader.CELL + 4 * i, (float) (intervals[i] * lengths[i] * unit));
        header.putFloat(MrcHeader.CELL + 12 + 4 * i, 90);
        header.putInt(MrcHeader.MAPC + 4 * i, i + 1);
      }
      int group = image.frames() > 1 ? MrcHeader.VOLUME_STACK : image.depth() > 1 ? 1 : 0;
      header.putInt(MrcHeader.SPACE_GROUP, group);
    }
    if (!known) {
      header.putInt(MrcHeader.VERSION, 20140);
    }
    header.putInt(MrcHeader.EXTENDED_BYTES, extended.length);
    header.put(MrcHeader.MAP, bytes("MAP "));
    boolean little = header.order() == ByteOrder.LITTLE_ENDIAN;
    header.put(MrcHeader.MACHINE, bytes(little ? "DD\0\0" : "\u0011\u0011\0\0"));
  }

  void write(Path file) throws IOException {
    Statistics statistics = new Statistics();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      RawFile.writeAll(channel, ByteBuffer.wrap(extended), MrcHeader.BYTES);
    }
    int[] extents = {image.frames(), image.depth(), image.height(), image.width(), 1};
    RawFile.write(
        image,
        target,
        file,
        MrcHeader.BYTES + (long) extended.length,
        type,
        header.order(),
        RawArray.contiguous(extents),
        statistics);
    statistics.put();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      RawFile.writeAll(channel, header.duplicate().clear(), 0);
    }
  }

  /** Least, greatest, mean and deviation of what is stored, for the header. */
  private final class Statistics implements RawFile.Watcher {
    private double least = Double.POSITIVE_INFINITY;
    private double most = Double.NEGATIVE_INFINITY;
    private double sum;
    private double squares;
    private double count;

    @Override
    public void see(float[] samples, int length) {
      double total = 0;
      double square = 0;
      for (int i = 0; i < length; i++) {
        double value = type.stored(samples[i]);
        least = Math.min(least, value);
        most = Math.max(most, value);
        total += value;
        square += value * value;
      }
      sum += total;
      squares += square;
      count += length;
    }

    void put() {
      double mean = sum / count;
      header.putFloat(MrcHeader.MINIMUM, (float) least);
      header.putFloat(MrcHeader.MINIMUM + 4, (float) most);
      header.putFloat(MrcHeader.MINIMUM + 8, (float) mean);
      header.putFloat(MrcHeader.RMS, (float) Math.sqrt(Math.max(0, squares / count - mean * mean)));
    }
  }

  /** Ångströms of a unit of length; those of another name are taken as they are. */
  private static double angstroms(String unit) {
    return switch (unit) {
      case "nm", "nanometer" -> 10;
      case "µm", "\u03bcm", "um", "micron", "microns", "micrometer" -> 1e4;
      case "mm" -> 1e7;
      default -> 1;
    };
  }

  private static byte[] bytes(String latin1) {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }
}
