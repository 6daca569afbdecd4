package org.limpid.denoise.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Changes the description of a file that was written with one. */
final class TiffTexts {
  private TiffTexts() {}

  /** The same file, little endian and classic, with another text put at its end. */
  static Path withDescription(Path file, String text) throws IOException {
    byte[] old = Files.readAllBytes(file);
    byte[] words = (text + "\0").getBytes(StandardCharsets.UTF_8);
    byte[] whole = Arrays.copyOf(old, old.length + words.length);
    System.arraycopy(words, 0, whole, old.length, words.length);
    ByteBuffer bytes = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
    int directory = bytes.getInt(4);
    for (int i = 0; i < bytes.getShort(directory); i++) {
      int entry = directory + 2 + 12 * i;
      if (bytes.getShort(entry) == TiffDirectory.IMAGE_DESCRIPTION) {
        bytes.putInt(entry + 4, words.length).putInt(entry + 8, old.length);
        return Files.write(file, whole);
      }
    }
    throw new IllegalArgumentException(file + " has no description");
  }
}
