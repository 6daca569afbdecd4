package org.limpid.denoise.io;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipOutputStream;
import org.limpid.denoise.Image;

/** An archive with one NumPy array that can be an image; written packed, as {@code arr_0}. */
final class NpzFormat implements ImageFormat {
  /** Entries of an archive may all mean the same bytes, so that many would take long to look at. */
  private static final int MOST_ARRAYS = 1000;

  @Override
  public String name() {
    return "NumPy archive";
  }

  @Override
  public List<String> suffixes() {
    return List.of("npz");
  }

  /** Of the ZIP archives only those that begin with an array. */
  @Override
  public boolean recognises(byte[] start) {
    if (start.length < 30 || start[0] != 'P' || start[1] != 'K' || start[2] != 3 || start[3] != 4) {
      return false;
    }
    int length = Math.min(start[26] & 0xff | (start[27] & 0xff) << 8, start.length - 30);
    return MrcHeader.latin1(start).substring(30, 30 + length).endsWith(".npy");
  }

  @Override
  public ImageInfo info(Path file) throws IOException {
    return with(file, array -> header(file, array).info());
  }

  @Override
  public Image read(Path file) throws IOException {
    return with(
        file,
        array ->
            RawFile.read(
                file,
                NpyHeader::parse,
                () -> new BufferedInputStream(Files.newInputStream(array))));
  }

  @Override
  public boolean writes() {
    return true;
  }

  @Override
  public void write(Image image, Path target, Path temporary) throws IOException {
    RawFile.writeAside(
        temporary,
        plain -> NpyFormat.writeArray(image, target, plain),
        plain -> {
          try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(temporary))) {
            ZipEntry entry = new ZipEntry("arr_0.npy");
            // The same image gives the same file, whenever it is written.
            entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
            zip.putNextEntry(entry);
            Files.copy(plain, zip);
            zip.closeEntry();
          }
        });
  }

  private interface Use<T> {
    T use(Path array) throws IOException;
  }

  private static <T> T with(Path file, Use<T> use) throws IOException {
    try (FileSystem zip = FileSystems.newFileSystem(file)) {
      return use.use(image(file, zip));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (ZipException | EOFException | RuntimeException e) {
      // The JDK says in many ways that it is no archive.
      throw new ImageFormatException(
          file,
          "is truncated or damaged: it is no whole ZIP archive",
          "Copy or export it again.",
          e);
    }
  }

  /** The one array that can be an image; others are counts and labels beside it. */
  private static Path image(Path file, FileSystem zip) throws IOException {
    List<Path> images = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    for (Path array : arrays(file, zip)) {
      try {
        header(file, array);
        images.add(array);
      } catch (ImageFormatException e) {
        faults.add(String.valueOf(e.getMessage()));
      }
    }
    if (images.isEmpty() && !faults.isEmpty()) {
      throw new ImageFormatException(
          file,
          "holds no array that could be an image: "
              + faults.get(0).replace(file + ": ", "").replaceFirst("\\. .*", ""),
          "Save numbers of one type with 2 to 5 axes.");
    }
    if (images.size() != 1) {
      List<String> names = images.stream().map(NpzFormat::name).limit(5).toList();
      throw new ImageFormatException(
          file,
          "holds " + images.size() + " arrays that could be the image " + names,
          "Save the one that is meant as .npy.");
    }
    return images.get(0);
  }

  private static List<Path> arrays(Path file, FileSystem zip) throws IOException {
    try (Stream<Path> entries = Files.walk(zip.getPath("/"))) {
      List<Path> arrays =
          entries
              .filter(entry -> name(entry).endsWith(".npy"))
              .limit(MOST_ARRAYS + 1L)
              .sorted()
              .toList();
      if (arrays.size() > MOST_ARRAYS) {
        throw new ImageFormatException(
            file,
            "holds more than " + MOST_ARRAYS + " arrays",
            "Save the one that is meant as .npy.");
      }
      return arrays;
    }
  }

  /** Name of an entry, without the root of the archive. */
  private static String name(Path entry) {
    return entry.toString().substring(1);
  }

  private static RawFile.Header header(Path file, Path array) throws IOException {
    try (InputStream in = Files.newInputStream(array)) {
      RawFile.Header header = NpyHeader.parse(file, in);
      RawFile.check(file, header, true);
      return header;
    }
  }
}
