package org.limpid.denoise.io;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Says what a file is that no format recognises, as far as its first bytes tell. */
final class Recognition {
  private record Sign(int offset, String bytes, String kind) {}

  /** Bytes are given as Latin-1 characters. */
  private static final List<Sign> SIGNS =
      List.of(
          new Sign(0, "GIF8", "a GIF picture"),
          new Sign(8, "WEBP", "a WebP picture"),
          new Sign(4, "ftyp", "a HEIF, AVIF or MP4 file"),
          new Sign(4, "jP  ", "a JPEG 2000 picture"),
          new Sign(0, "\u00ffO\u00ffQ", "a JPEG 2000 stream"),
          new Sign(0, "8BPS", "a Photoshop document"),
          new Sign(128, "DICM", "a DICOM file"),
          new Sign(0, "\u0089HDF", "an HDF5 file"),
          new Sign(0, "PK\u0003\u0004", "a ZIP archive"),
          new Sign(0, "\u001f\u008b", "a gzip archive"),
          new Sign(0, "BZh", "a bzip2 archive"),
          new Sign(0, "%PDF", "a PDF document"),
          new Sign(0, "MATLAB", "a MATLAB file"),
          new Sign(0, "P2", "a PGM picture"),
          new Sign(0, "P3", "a PPM picture"),
          new Sign(0, "P5", "a PGM picture"),
          new Sign(0, "P6", "a PPM picture"),
          new Sign(0, "NRRD", "an NRRD volume"));

  private Recognition() {}

  /** What kind of folder it is, if it is the kind that stands for an image. */
  static String folder(Path folder) {
    for (String file : new String[] {".zarray", ".zgroup", "zarr.json"}) {
      if (Files.exists(folder.resolve(file))) {
        return "a Zarr array, which is not read";
      }
    }
    return Files.exists(folder.resolve("attributes.json"))
        ? "an N5 array, which is not read"
        : "a folder";
  }

  static String fault(Path file, byte[] start) {
    boolean em = file.toString().toLowerCase(Locale.ROOT).endsWith(".em");
    String what = em ? "an EM volume" : kind(start);
    return Images.bySuffix(file)
        .map(
            format ->
                "is not a " + format.name() + " file although its name says so; it is " + what)
        .orElse("is " + what + ", which is not read");
  }

  private static String kind(byte[] start) {
    String text = new String(start, StandardCharsets.ISO_8859_1);
    for (Sign sign : SIGNS) {
      if (text.startsWith(sign.bytes, sign.offset)) {
        return sign.kind;
      }
    }
    if (text.matches("(?s)\0\0\0(\3.{4}|\4.{8})\0\0\0[\0\1].*")) {
      return "a Digital Micrograph file (DM" + (int) text.charAt(3) + ")";
    }
    return isText(start) ? "text" : "of an unknown kind";
  }

  private static boolean isText(byte[] start) {
    for (byte b : start) {
      boolean control = b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t' && b != '\f';
      if (control || b == 0x7f) {
        return false;
      }
    }
    return true;
  }
}
