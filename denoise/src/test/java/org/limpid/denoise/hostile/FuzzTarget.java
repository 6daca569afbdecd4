package org.limpid.denoise.hostile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * What a coverage-guided fuzzer calls again and again: reads a file of the bytes it has thought of.
 * It needs no library of the fuzzer, only its convention for the name of the method.
 */
public final class FuzzTarget {
  private static final String SUFFIX = System.getProperty("limpid.fuzz.suffix", "tif");
  private static final Path FILE = file();
  private static final Examination EXAMINATION = new Examination();

  /** The first files load classes, which the fuzzer rewrites on the way: not theirs to pay for. */
  private static final int FREE = 200;

  private static int files;

  private FuzzTarget() {}

  private static Path file() {
    try {
      return Files.createTempFile("limpid-fuzz-", "." + SUFFIX);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Judges one file. */
  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    Files.write(FILE, Objects.requireNonNull(input));
    Sample.Reader reader = SUFFIX.equals("safetensors") ? Contents::ofModel : Contents::ofImage;
    long growth = ++files < FREE ? 1 << 30 : Samples.PACKED;
    EXAMINATION.examine(FILE, Math.max(1, input.length), reader, growth);
  }
}
