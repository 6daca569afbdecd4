package org.limpid.denoise.hostile;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A small file that is in order, to be damaged.
 *
 * @param format what reads it
 * @param name of the file
 * @param bytes the file
 * @param core the part of it that decides; the whole file where nothing protects it
 * @param wrapping makes a file of a changed core, with lengths and checksums that fit it
 * @param reader reads it wholly
 * @param growth bytes that a byte of such a file justifies at most while it is read
 */
record Sample(
    String format,
    String name,
    byte[] bytes,
    byte[] core,
    Wrapping wrapping,
    Reader reader,
    long growth) {

  /** What a file of this kind is opened with. */
  @FunctionalInterface
  interface Reader {
    /** What is in the file, as a text that is equal for equal contents. */
    String read(Path file) throws IOException;
  }

  /** Completes a file. */
  @FunctionalInterface
  interface Wrapping {
    byte[] of(byte[] core) throws IOException;
  }

  /** A file that nothing protects. */
  static Sample plain(String format, String name, byte[] bytes, Reader reader, long growth) {
    return new Sample(format, name, bytes, bytes, core -> core, reader, growth);
  }

  /** A file whose core is packed or protected by checksums. */
  static Sample wrapped(
      String format, String name, byte[] core, Wrapping wrapping, Reader reader, long growth)
      throws IOException {
    return new Sample(format, name, wrapping.of(core), core, wrapping, reader, growth);
  }

  /** Whether what is missing at its end is done again rather than refused. */
  boolean losesParts() {
    return format.equals("bands");
  }

  @Override
  public String toString() {
    return format + " " + name;
  }
}
