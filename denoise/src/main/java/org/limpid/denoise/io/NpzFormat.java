package org.limpid.denoise.io;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.limpid.denoise.Image;

/** An archive with one NumPy array that can be an image; written packed, as {@code arr_0}. */
final class NpzFormat implements ImageFormat {
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
    return with(file, (zip, entry) -> header(file, zip, entry).info());
  }

  @Override
  public Image read(Path file) throws IOException {
    return with(
        file,
        (zip, entry) ->
            RawFile.read(
                file, NpyHeader::parse, () -> new BufferedInputStream(zip.getInputStream(entry))));
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
    T use(ZipFile zip, ZipEntry entry) throws IOException;
  }

  private static <T> T with(Path file, Use<T> use) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return use.use(zip, image(file, zip));
    } catch (ImageFormatException e) {
      throw e;
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      throw new ImageFormatException(
          file,
          "is truncated or damaged: it is no whole ZIP archive",
          "Copy or export it again.",
          e);
    }
  }

  /** The one array that can be an image; others are counts and labels beside it. */
  private static ZipEntry image(Path file, ZipFile zip) throws IOException {
    List<ZipEntry> images = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    for (ZipEntry entry : zip.stream().filter(e -> e.getName().endsWith(".npy")).toList()) {
      try {
        header(file, zip, entry);
        images.add(entry);
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
      List<String> names = images.stream().map(ZipEntry::getName).limit(5).toList();
      throw new ImageFormatException(
          file,
          "holds " + images.size() + " arrays that could be the image " + names,
          "Save the one that is meant as .npy.");
    }
    return images.get(0);
  }

  private static RawFile.Header header(Path file, ZipFile zip, ZipEntry entry) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      RawFile.Header header = NpyHeader.parse(file, in);
      RawFile.check(file, header, true);
      return header;
    }
  }
}
