package org.limpid.denoise.io;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Files that may be packed with gzip as a whole. */
final class Gzip {
  private static final int BUFFER = 1 << 16;

  private Gzip() {}

  /** Whether a file begins as gzip does. */
  static boolean begins(byte[] start) {
    return start.length > 2 && start[0] == 0x1f && (start[1] & 0xff) == 0x8b && start[2] == 8;
  }

  /** Whether a file's content is packed. */
  static boolean isPacked(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return begins(in.readNBytes(3));
    }
  }

  /** The file's content, unpacked if it is packed. */
  static InputStream open(Path file) throws IOException {
    boolean packed = isPacked(file);
    InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
    return packed ? new BufferedInputStream(new GZIPInputStream(in, BUFFER), BUFFER) : in;
  }

  /** Whether a file of this name is to be packed. */
  static boolean isNamed(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".gz");
  }

  /** Packs one file into another. */
  static void pack(Path from, Path to) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(to), BUFFER)) {
      Files.copy(from, out);
    }
  }
}
