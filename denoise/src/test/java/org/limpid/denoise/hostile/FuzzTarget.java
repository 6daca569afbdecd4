package org.limpid.denoise.hostile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.limpid.denoise.hostile.Examination.Flaw;

/**
 * What a coverage-guided fuzzer calls again and again: reads a file of the bytes it has thought of.
 * It needs no library of the fuzzer, only its convention for the name of the method.
 */
public final class FuzzTarget {
  private static final String SUFFIX = System.getProperty("limpid.fuzz.suffix", "tif");
  private static final Path FILE = file();
  private static final Examination EXAMINATION = new Examination();

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
    try {
      examine(input.length);
    } catch (Flaw unsure) {
      // The first file that reaches some code has its classes loaded, which the fuzzer rewrites on
      // the way: time and memory that are not the file's to pay for. A flaw comes again.
      examine(input.length);
    }
  }

  private static void examine(int length) throws Flaw, InterruptedException {
    Sample.Reader reader = SUFFIX.equals("safetensors") ? Contents::ofModel : Contents::ofImage;
    EXAMINATION.examine(FILE, Math.max(1, length), reader, Samples.PACKED);
  }
}
