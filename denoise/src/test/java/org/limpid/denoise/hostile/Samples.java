package org.limpid.denoise.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.limpid.denoise.BandsReading;
import org.limpid.denoise.Denoiser;
import org.limpid.denoise.Image;
import org.limpid.denoise.SampleType;
import org.limpid.denoise.io.Images;
import org.limpid.denoise.io.TiffOptions;
import org.limpid.denoise.patch.Normalization;
import org.limpid.denoise.training.CheckpointReading;
import org.limpid.denoise.training.TrainingHistory;
import org.limpid.nn.net.UNet;
import org.limpid.nn.net.UNetOptions;
import org.limpid.random.RandomKey;
import org.limpid.tensor.Device;

/** A small file of every kind that is read, made here, so that it is the same everywhere. */
final class Samples {
  /** A byte as it is becomes some numbers, read in three ways. */
  static final long PLAIN = 256;

  /** Deflate makes up to 1032 bytes of one; each may hold eight pixels, read in three ways. */
  static final long PACKED = 1032 * 8 * 16;

  /** A white row of any width takes one bit of a fax; the widest that are believed are bounded. */
  private static final long FAX = (1L << 15) * 8 * 4 * 4;

  /** What one write gives is given a name by the sample. */
  @FunctionalInterface
  private interface Writer {
    void write(Path file) throws IOException;
  }

  private final Path folder;
  private final List<Sample> samples = new ArrayList<>();

  private Samples(Path folder) {
    this.folder = folder;
  }

  /** All of them, those of a format one after the other. */
  static List<Sample> all(Path folder) throws IOException {
    Samples samples = new Samples(folder);
    samples.tiff();
    samples.png();
    samples.pictures();
    samples.arrays();
    samples.fits();
    samples.networks();
    return samples.samples;
  }

  private byte[] written(String name, Writer writer) throws IOException {
    Path file = folder.resolve("sample-" + name);
    writer.write(file);
    byte[] bytes = Files.readAllBytes(file);
    Files.delete(file);
    return bytes;
  }

  static Image image(SampleType type, int frames, int depth, int height, int width, int channels) {
    float[] values = new float[frames * depth * height * width * channels];
    for (int i = 0; i < values.length; i++) {
      values[i] = type.isInteger() ? i * 37 % 256 : i * 0.37f;
    }
    return Image.wrap(values, frames, depth, height, width, channels).withType(type);
  }

  private void tiff() throws IOException {
    Image stack = image(SampleType.UINT16, 1, 2, 3, 4, 3);
    TiffOptions plain = TiffOptions.DEFAULT;
    tiff("plain", stack, plain);
    tiff(
        "big", stack, plain.withBig(true).withCompression(TiffOptions.Compression.PACKBITS, false));
    tiff("planes", stack, plain.withPlanar(true));
    tiff("lzw", stack, plain.withCompression(TiffOptions.Compression.LZW, true));
    tiff(
        "deflate",
        stack,
        plain.withCompression(TiffOptions.Compression.DEFLATE, true).withTile(16));
    tiff("float", image(SampleType.FLOAT32, 2, 2, 3, 4, 1), plain);
    add("TIFF", "ome.tif", Pictures.ome(), PLAIN);
    for (String compression : new String[] {"CCITT RLE", "CCITT T.4", "CCITT T.6"}) {
      add("TIFF", compression.replace(' ', '-') + ".tif", Pictures.fax(compression), FAX);
    }
    add("TIFF", "jpeg.tif", Pictures.of(Pictures.colours(), "JPEG"), PACKED);
    add("TIFF", "oldjpeg.tif", Pictures.oldJpeg(), PACKED);
    add("TIFF", "palette.tif", Pictures.of(Pictures.palette(), "PackBits"), PACKED);
    add("TIFF", "ycbcr.tif", Pictures.ycbcr(), PACKED);
  }

  private void tiff(String name, Image image, TiffOptions options) throws IOException {
    byte[] bytes = written(name + ".tif", file -> Images.write(image, file, options));
    long growth = options.compression() == TiffOptions.Compression.NONE ? PLAIN : PACKED;
    add("TIFF", name + ".tif", bytes, growth);
  }

  private void png() throws IOException {
    Image gray = image(SampleType.UINT8, 1, 1, 5, 6, 1);
    Image colour = image(SampleType.UINT16, 1, 1, 5, 6, 3);
    png("gray", written("gray.png", gray::write));
    png("colour", written("colour.png", colour.withAlpha(new float[30])::write));
    png("palette", Pictures.picture(Pictures.palette(), "PNG"));
  }

  private void png(String name, byte[] bytes) throws IOException {
    samples.add(
        Sample.wrapped("PNG", name + ".png", bytes, Samples::checked, Contents::ofImage, PACKED));
  }

  /** Lengths as they are, checksums as they should be. */
  private static byte[] checked(byte[] png) {
    byte[] bytes = png.clone();
    ByteBuffer chunks = ByteBuffer.wrap(bytes);
    for (long at = 8; at + 12 <= bytes.length; ) {
      long length = Math.max(0, chunks.getInt((int) at));
      if (at + 12 + length > bytes.length) {
        break;
      }
      CRC32 checksum = new CRC32();
      checksum.update(bytes, (int) at + 4, (int) length + 4);
      chunks.putInt((int) (at + 8 + length), (int) checksum.getValue());
      at += 12 + length;
    }
    return bytes;
  }

  private void pictures() throws IOException {
    add("JPEG", "gray.jpg", Pictures.picture(Pictures.gray(), "JPEG"), PACKED);
    add("JPEG", "colour.jpg", Pictures.picture(Pictures.colours(), "JPEG"), PACKED);
    add("JPEG", "progressive.jpg", Pictures.progressive(), PACKED);
    add("BMP", "colour.bmp", Pictures.picture(Pictures.colours(), "BMP"), PACKED);
    add("BMP", "palette.bmp", Pictures.picture(Pictures.palette(), "BMP"), PACKED);
    add("BMP", "runs.bmp", Pictures.runs(), PACKED);
  }

  private void arrays() throws IOException {
    Image image = image(SampleType.INT16, 1, 2, 3, 4, 1);
    byte[] mrc = written("a.mrc", image::write);
    add("MRC", "a.mrc", mrc, PLAIN);
    samples.add(Sample.wrapped("MRC", "a.mrc.gz", mrc, Samples::gzip, Contents::ofImage, PACKED));
    byte[] npy = written("a.npy", image(SampleType.FLOAT32, 1, 2, 3, 5, 2)::write);
    add("NPY", "a.npy", npy, PLAIN);
    samples.add(Sample.wrapped("NPY", "a.npy.gz", npy, Samples::gzip, Contents::ofImage, PACKED));
    samples.add(Sample.wrapped("NPZ", "a.npz", npy, Samples::zip, Contents::ofImage, PACKED));
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  /** An array and a number beside it. */
  private static byte[] zip(byte[] array) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(packed)) {
      out.putNextEntry(entry("image.npy"));
      out.write(array);
      out.putNextEntry(entry("gain.npy"));
      String header = "{'descr': '<f8', 'fortran_order': False, 'shape': (), }\n";
      out.write(
          ("\u0093NUMPY\1\0" + (char) header.length() + "\0" + header + "12345678")
              .getBytes(StandardCharsets.ISO_8859_1));
    }
    return packed.toByteArray();
  }

  /** Of a time that is always the same, so that seeded changes are too. */
  private static ZipEntry entry(String name) {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(LocalDateTime.of(2000, 1, 1, 0, 0));
    return entry;
  }

  private void fits() throws IOException {
    String[] cards = {
      "SIMPLE  =                    T",
      "BITPIX  =                   16",
      "NAXIS   =                    3",
      "NAXIS1  =                    4",
      "NAXIS2  =                    3",
      "NAXIS3  =                    2",
      "BZERO   =              32768.0 / unsigned",
      "END"
    };
    StringBuilder text = new StringBuilder();
    for (String card : cards) {
      text.append(card).append(" ".repeat(80 - card.length()));
    }
    text.append(" ".repeat(2880 - text.length()));
    byte[] whole = Arrays.copyOf(text.toString().getBytes(StandardCharsets.US_ASCII), 2880 + 48);
    for (int i = 2880; i < whole.length; i++) {
      whole[i] = (byte) (i * 37);
    }
    add("FITS", "a.fits", whole, PLAIN);
    samples.add(
        Sample.wrapped("FITS", "a.fits.gz", whole, Samples::gzip, Contents::ofImage, PACKED));
  }

  private void networks() throws IOException {
    UNet network =
        new UNet(
            UNetOptions.DEFAULT.withDepth(1).withFilters(2).withBatchNorm(true),
            Device.cpu(),
            new RandomKey(1, 1, 1));
    Denoiser denoiser =
        Denoiser.of(
            network,
            Device.cpu(),
            new Normalization(List.of(10.0), List.of(3.0), List.of()),
            "by_hand",
            new TrainingHistory(7, List.of(new TrainingHistory.Point(7, 0.5, 1e-3f, 0.25))));
    tensors("model", written("a.safetensors", denoiser::save), Contents::ofModel);
    samples.add(
        Sample.plain(
            "bands", "bands", written("bands", BandsReading::write), BandsReading::read, PLAIN));
    tensors("checkpoint", written("checkpoint", CheckpointReading::write), CheckpointReading::read);
  }

  /** The header decides; its length and the numbers are put around it. */
  private void tensors(String format, byte[] bytes, Sample.Reader reader) throws IOException {
    int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    byte[] header = Arrays.copyOfRange(bytes, 8, 8 + length);
    samples.add(
        Sample.wrapped(
            format,
            format + ".safetensors",
            header,
            core ->
                ByteBuffer.allocate(bytes.length - length + core.length)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(core.length)
                    .put(core)
                    .put(bytes, 8 + length, bytes.length - 8 - length)
                    .array(),
            reader,
            PLAIN));
  }

  private void add(String format, String name, byte[] bytes, long growth) {
    samples.add(Sample.plain(format, name, bytes, Contents::ofImage, growth));
  }
}
