package org.limpid.denoise.io;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.CRC32;
import org.limpid.denoise.Metadata;
import org.limpid.denoise.Metadata.ResolutionUnit;

/**
 * Walk over the chunks of a PNG file (PNG specification, section 5) that checks lengths, checksums
 * and the header's claims, takes out description and resolution, and leaves for the decoder only
 * the chunks that pixels need: the JDK's reader trips over, or inflates without limit, some of the
 * rest.
 */
final class PngChunks {
  static final long SIGNATURE = 0x89504e470d0a1a0aL;

  /** No deflate stream grows more than this when inflated. */
  private static final int MAX_INFLATION = 1032;

  private static final double CENTIMETRES_PER_METRE = 100;

  private final Path file;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private Metadata metadata = Metadata.NONE;
  private int bits;
  private long rawBytes;
  private long dataBytes;
  private boolean headerSeen;

  private PngChunks(Path file) {
    this.file = file;
  }

  static PngChunks of(Path file) throws IOException {
    PngChunks chunks = new PngChunks(file);
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      chunks.walk(in, Files.size(file));
    }
    return chunks;
  }

  /** Bits of a sample, or of a palette's index. */
  int bits() {
    return bits;
  }

  Metadata metadata() {
    return metadata;
  }

  /** The file with nothing but the chunks that pixels need. */
  ByteArrayInputStream essence() {
    return new ByteArrayInputStream(kept.toByteArray());
  }

  private void walk(DataInputStream in, long size) throws IOException {
    DataOutputStream out = new DataOutputStream(kept);
    out.writeLong(in.readLong());
    long left = size - 8;
    while (true) {
      if (left < 12) {
        throw damaged("is truncated: it ends before its last chunk");
      }
      int length = in.readInt();
      byte[] name = in.readNBytes(4);
      left -= 12L + length;
      if (length < 0 || left < 0) {
        throw damaged("is truncated or damaged: a chunk is longer than the file");
      }
      byte[] data = in.readNBytes(length);
      int checksum = in.readInt();
      String type = new String(name, StandardCharsets.ISO_8859_1);
      boolean intact = checksum == checksum(name, data);
      boolean critical = Character.isUpperCase(type.charAt(0));
      if (!intact && critical) {
        throw damaged("is damaged: chunk " + printable(type) + " has a wrong checksum");
      }
      if (intact && accept(type, data)) {
        out.writeInt(length);
        out.write(name);
        out.write(data);
        out.writeInt(checksum);
      }
      if (type.equals("IEND")) {
        break;
      }
    }
    if (rawBytes > MAX_INFLATION * (dataBytes + 64)) {
      throw damaged("is damaged: its header claims more pixels than its data can hold");
    }
  }

  /** Takes note of a chunk; true if the decoder shall see it. */
  private boolean accept(String type, byte[] data) throws IOException {
    if (!headerSeen && !type.equals("IHDR")) {
      throw damaged("is damaged: it does not begin with a header");
    }
    switch (type) {
      case "IHDR" -> header(data);
      case "IDAT" -> dataBytes += data.length;
      case "PLTE", "tRNS", "IEND" -> {}
      case "acTL" ->
          throw new ImageFormatException(
              file, "is an animated PNG, which is not read", "Save its frames as a TIFF stack.");
      case "pHYs" -> resolution(data);
      case "tEXt" -> text(data, StandardCharsets.ISO_8859_1, 0);
      case "iTXt" -> text(data, StandardCharsets.UTF_8, 4);
      default -> {
        if (Character.isUpperCase(type.charAt(0))) {
          throw damaged("holds an unknown critical chunk " + printable(type));
        }
      }
    }
    return switch (type) {
      case "IHDR", "PLTE", "tRNS", "IDAT", "IEND" -> true;
      default -> false;
    };
  }

  private void header(byte[] data) throws IOException {
    if (headerSeen || data.length != 13) {
      throw damaged("is damaged: its header is not one of 13 bytes");
    }
    headerSeen = true;
    ByteBuffer fields = ByteBuffer.wrap(data);
    long width = fields.getInt();
    long height = fields.getInt();
    bits = fields.get();
    int samples =
        switch (fields.get()) {
          case 2 -> 3;
          case 4 -> 2;
          case 6 -> 4;
          default -> 1;
        };
    if (width <= 0 || height <= 0) {
      throw damaged("is damaged: its header says " + width + " x " + height + " pixels");
    }
    rawBytes = Math.max(1, width * samples * bits / 8) * height;
  }

  private void resolution(byte[] data) {
    if (data.length == 9) {
      ByteBuffer fields = ByteBuffer.wrap(data);
      double x = Integer.toUnsignedLong(fields.getInt());
      double y = Integer.toUnsignedLong(fields.getInt());
      metadata =
          fields.get() == 1
              ? metadata.withResolution(
                  x / CENTIMETRES_PER_METRE, y / CENTIMETRES_PER_METRE, ResolutionUnit.CENTIMETRE)
              : metadata.withResolution(x, y, ResolutionUnit.UNSPECIFIED);
    }
  }

  /** Text follows the keyword and its zero, and in iTXt two flags and two empty words. */
  private void text(byte[] data, Charset charset, int between) {
    byte[] keyword = ("Description\0" + "\0".repeat(between)).getBytes(StandardCharsets.US_ASCII);
    if (data.length >= keyword.length
        && Arrays.equals(data, 0, keyword.length, keyword, 0, keyword.length)) {
      metadata =
          metadata.withDescription(
              new String(data, keyword.length, data.length - keyword.length, charset));
    }
  }

  private ImageFormatException damaged(String fault) {
    return new ImageFormatException(file, fault, "Copy or export it again.");
  }

  private static int checksum(byte[] name, byte[] data) {
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data);
    return (int) crc.getValue();
  }

  private static String printable(String type) {
    return type.matches("[A-Za-z]{4}") ? type : String.format(Locale.ROOT, "%x", type.hashCode());
  }
}
