package org.limpid.denoise.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limpid.denoise.Image;
import org.limpid.denoise.SampleType;
import org.limpid.denoise.io.Images;
import org.limpid.denoise.io.TiffOptions;

/** Small files made to grow, to point elsewhere, or to be read for ever. */
class BombTest {
  private static final long MEGABYTE = 1 << 20;

  @TempDir private Path folder = Path.of("");

  /** What came of a file, with the memory it may take at most. */
  private String read(Path file, long most) throws Exception {
    try (Examination examination = new Examination()) {
      long size = Files.size(file);
      String contents =
          examination.examine(file, size, Contents::ofImage, Math.max(1, most / size));
      return contents == null ? "refused" : contents;
    }
  }

  private static String header(String type, String shape) {
    String text = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + shape + "), }\n";
    return "\u0093NUMPY\1\0" + (char) text.length() + "\0" + text;
  }

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void zeros(OutputStream out, long megabytes) throws IOException {
    byte[] zeros = new byte[(int) MEGABYTE];
    for (long i = 0; i < megabytes; i++) {
      out.write(zeros);
    }
  }

  /** A megabyte of archive that is a gigabyte of numbers behind an array of four. */
  @Test
  void numbersBehindAnArrayAreNotUnpacked() throws Exception {
    Path file = folder.resolve("behind.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("a.npy"));
      zip.write(latin1(header("|u1", "2, 2")));
      zeros(zip, 256);
    }
    assertThat(read(file, MEGABYTE)).startsWith("2 x 2 (Y, X)");
  }

  @Test
  void whatPackedDataCannotHoldIsRefused() throws Exception {
    Path array = folder.resolve("claims.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(array))) {
      zip.putNextEntry(new ZipEntry("a.npy"));
      zip.write(latin1(header("<f8", "20000, 20000")));
      zeros(zip, 1);
    }
    assertThat(read(array, MEGABYTE)).isEqualTo("refused");
    Path packed = folder.resolve("claims.npy.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(latin1(header("<f8", "20000, 20000")));
      zeros(out, 1);
    }
    assertThat(read(packed, MEGABYTE)).isEqualTo("refused");
  }

  /** Layers of packing are not followed. */
  @Test
  void packedTwiceIsRefused() throws Exception {
    ByteArrayOutputStream inner = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(inner)) {
      zeros(out, 64);
    }
    Path file = folder.resolve("twice.mrc.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(inner.toByteArray());
    }
    assertThat(read(file, MEGABYTE)).isEqualTo("refused");
  }

  @Test
  void archivesOfThousandsOfArraysAreRefused() throws Exception {
    Path file = folder.resolve("many.npz");
    byte[] array = latin1(header("|u1", "2, 2") + "1234");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < 3000; i++) {
        zip.putNextEntry(new ZipEntry(i + ".npy"));
        zip.write(array);
      }
    }
    assertThat(read(file, 64 * MEGABYTE)).isEqualTo("refused");
  }

  /** Names of entries are names only: nothing is unpacked to a disk. */
  @Test
  void namesThatLeaveTheArchiveAreHarmless() throws Exception {
    Path inside = Files.createDirectory(folder.resolve("inside"));
    for (String name : new String[] {"../out.npy", "/out.npy", "a/../../out.npy", "..\\out.npy"}) {
      Path file = inside.resolve("a.npz");
      try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(latin1(header("|u1", "2, 2") + "1234"));
      }
      assertThat(read(file, MEGABYTE)).as(name).matches("refused|2 x 2 .*");
      try (Stream<Path> files = Files.walk(folder)) {
        assertThat(files).as(name).containsExactlyInAnyOrder(folder, inside, file);
      }
    }
  }

  /** A strip of zeros with the size of the page made a thousand times larger. */
  @Test
  void stripsThatCannotHoldTheirPageAreRefused() throws Exception {
    for (TiffOptions.Compression compression :
        List.of(TiffOptions.Compression.DEFLATE, TiffOptions.Compression.LZW)) {
      Path file = folder.resolve("strip.tif");
      Image image = Image.wrap(new float[64 * 64], 1, 1, 64, 64, 1).withType(SampleType.UINT8);
      Images.write(image, file, TiffOptions.DEFAULT.withCompression(compression, false));
      byte[] bytes = Files.readAllBytes(file);
      int changed = 0;
      for (int at = 0; at + 12 <= bytes.length; at++) {
        // Width, length and rows a strip, as shorts or longs.
        boolean size = bytes[at + 8] == 64 && bytes[at + 9] == 0 && bytes[at + 1] == 1;
        if (size && (bytes[at] == 0 || bytes[at] == 1 || bytes[at] == 22)) {
          bytes[at + 9] = (byte) 0xfa;
          changed++;
        }
      }
      assertThat(changed).isEqualTo(3);
      Files.write(file, bytes);
      assertThat(read(file, 16 * MEGABYTE)).isEqualTo("refused");
    }
  }

  /** What the data do hold is read, however small they are. */
  @Test
  void whatIsReallyThereIsRead() throws Exception {
    Path file = folder.resolve("white.npy.gz");
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(file)) {
          {
            def.setLevel(Deflater.BEST_COMPRESSION);
          }
        }) {
      out.write(latin1(header("|u1", "1024, 1024")));
      zeros(out, 1);
    }
    assertThat(Files.size(file)).isLessThan(2000);
    assertThat(read(file, 64 * MEGABYTE)).startsWith("1024 x 1024 (Y, X)");
  }

  /** Text that names other files, or grows when its entities are put in, stays text. */
  @Test
  void descriptionsAreNotExpanded() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "XYZCT");
    String pixels =
        "<OME><Image><Pixels DimensionOrder=\"%s\" SizeX=\"2\" SizeY=\"2\" SizeZ=\"1\" SizeC=\"1\""
            + " SizeT=\"1\" Type=\"uint8\"/></Image></OME>";
    String laughs = "<!DOCTYPE l [<!ENTITY a0 \"haha\">";
    for (int i = 1; i < 30; i++) {
      laughs += "<!ENTITY a" + i + " \"&a" + (i - 1) + ";&a" + (i - 1) + ";\">";
    }
    List<String> texts =
        List.of(
            "<!DOCTYPE l [<!ENTITY e SYSTEM \""
                + secret.toUri()
                + "\">]>"
                + pixels.formatted("&e;"),
            laughs + "]>" + pixels.formatted("&a29;"),
            "<!DOCTYPE l SYSTEM \"http://localhost:9/x.dtd\">" + pixels.formatted("XYZCT"));
    for (String text : texts) {
      Path file = folder.resolve("a.tif");
      Image image = Image.wrap(new float[4], 1, 1, 2, 2, 1).withType(SampleType.UINT8);
      image.withMetadata(image.metadata().withDescription(text)).write(file);
      Image again = Image.read(file);
      assertThat(again.metadata().description()).contains("DOCTYPE");
      assertThat(again.metadata().pixelSize().isKnown()).isFalse();
      assertThat(read(file, MEGABYTE)).startsWith("2 x 2 (Y, X)");
    }
  }
}
