package org.limpid.denoise.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.ZipException;
import org.limpid.denoise.Image;
import org.limpid.denoise.StackAxis;

/**
 * Reads, describes and writes image files.
 *
 * <p>Read: TIFF, PNG, JPEG, BMP, MRC, NumPy arrays and FITS, recognised by their first bytes.
 * Written: TIFF, PNG, MRC and NumPy arrays, chosen by suffix. Free of state; may be called from
 * many threads.
 */
public final class Images {
  /** How many bytes of a file are looked at to recognise it. */
  static final int START = 512;

  private static final List<ImageFormat> FORMATS =
      List.of(
          new TiffFormat(),
          new PngFormat(),
          PictureFormat.JPEG,
          PictureFormat.BMP,
          new MrcFormat(),
          new NpyFormat(),
          new NpzFormat(),
          new FitsFormat());

  private Images() {}

  /**
   * Reads an image with all its pages.
   *
   * @throws IOException if the file is missing, unreadable, damaged, of an unknown kind or too
   *     large for the heap; the message is one line with the file, the fault and a remedy
   */
  public static Image read(Path file) throws IOException {
    try {
      return format(file).read(file);
    } catch (IOException e) {
      throw ReadFault.of(file, e);
    }
  }

  /**
   * Opens an image whose samples stay in the file until they are asked for, so that images larger
   * than memory can be worked on. Formats that cannot be read in parts are read at once.
   *
   * @return to be used as long as the file stays as it is; there is nothing to close
   * @throws IOException as {@link #read} does; damage that shows only in the samples is thrown when
   *     they are asked for, as {@link java.io.UncheckedIOException}
   */
  public static Image open(Path file) throws IOException {
    try {
      return format(file).open(file);
    } catch (IOException e) {
      throw ReadFault.of(file, e);
    }
  }

  /**
   * Reads an image and says what the pictures of its stack are to each other, whatever the file
   * says.
   *
   * @throws IOException as {@link #read(Path)} does, and if the image has no single stack
   */
  public static Image read(Path file, StackAxis axis) throws IOException {
    try {
      return read(file).withStackAs(axis);
    } catch (IllegalArgumentException e) {
      throw new ImageFormatException(
          file,
          String.valueOf(e.getMessage()).replaceFirst("^Image.withStackAs: ", ""),
          "Leave axes as they are.");
    }
  }

  /**
   * Describes an image without decoding its samples. Damage in the samples goes unseen.
   *
   * @throws IOException as {@link #read} does
   */
  public static ImageInfo info(Path file) throws IOException {
    try {
      return format(file).info(file);
    } catch (IOException e) {
      throw ReadFault.of(file, e);
    }
  }

  /**
   * Writes an image in the format its file's suffix names. Samples of integer types are rounded
   * half up and saturated at the ends of the type's range, here and nowhere else. An existing file
   * is replaced in one step once the new one is complete; a failure leaves it as it was.
   *
   * @param image not modified
   * @throws IOException if the suffix is unknown, the format cannot hold the image, an image of an
   *     integer type holds NaN, or the file cannot be written; the message is one line with the
   *     file, the fault and a remedy
   */
  public static void write(Image image, Path file) throws IOException {
    ImageFormat format = writer(image, file);
    CompleteFile.write(file, temporary -> format.write(image, file, temporary));
  }

  /**
   * Writes a TIFF file as told, otherwise as {@link #write(Image, Path)} does.
   *
   * @param image not modified
   * @throws IOException as {@link #write(Image, Path)} does, and if the suffix is not that of TIFF
   */
  public static void write(Image image, Path file, TiffOptions options) throws IOException {
    if (!(writer(image, file) instanceof TiffFormat)) {
      throw new ImageFormatException(
          file, "is to be written with options of TIFF", "Name the file .tif.");
    }
    CompleteFile.write(file, temporary -> TiffEncoder.write(image, file, temporary, options));
  }

  /**
   * Finds out whether {@link #write} would succeed, without leaving a file: before long work whose
   * result is of the same size and type as an image already at hand. Of an image that does not lie
   * in memory only the kind is looked at.
   *
   * @param image not modified
   * @throws IOException as {@link #write} does
   */
  public static void checkWrite(Image image, Path file) throws IOException {
    ImageFormat format = writer(image, file);
    Image tried = image.isInMemory() ? image : small(image);
    CompleteFile.rehearse(file, temporary -> format.write(tried, file, temporary));
  }

  /** An image of the same kind of a few pixels only. */
  private static Image small(Image image) {
    int frames = Math.min(2, image.frames());
    int depth = Math.min(2, image.depth());
    float[] samples = new float[frames * depth * image.channels()];
    Image small =
        Image.wrap(samples, frames, depth, /* height= */ 1, /* width= */ 1, image.channels())
            .withType(image.type())
            .withMetadata(image.metadata());
    return image.hasAlpha() ? small.withAlpha(new float[frames * depth]) : small;
  }

  private static ImageFormat writer(Image image, Path file) throws IOException {
    NotANumber.refuse(image, file);
    return bySuffix(file)
        .filter(ImageFormat::writes)
        .orElseThrow(
            () ->
                new ImageFormatException(
                    file,
                    "no writer for "
                        + (suffix(file).isEmpty() ? "a name without suffix" : "." + suffix(file)),
                    "Name the file " + namesOfWriters() + "."));
  }

  /** Whether a file of this name is of a kind that can be written. Only the suffix is looked at. */
  public static boolean writes(Path file) {
    return bySuffix(file).filter(ImageFormat::writes).isPresent();
  }

  /** Whether a file of this name is of a kind that can be read. Only the suffix is looked at. */
  public static boolean supports(Path file) {
    return bySuffix(file).isPresent();
  }

  private static ImageFormat format(Path file) throws IOException {
    byte[] start = start(file);
    byte[] content = Gzip.begins(start) ? unpacked(file) : start;
    for (ImageFormat format : FORMATS) {
      if (format.recognises(content) && (content == start || format.readsGzip())) {
        return format;
      }
    }
    throw new ImageFormatException(
        file, Recognition.fault(file, start), "Convert it to TIFF or PNG.");
  }

  private static byte[] start(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString(), null, "no such file. Check the path.");
    }
    if (Files.isDirectory(file)) {
      throw new ImageFormatException(
          file, "is " + Recognition.folder(file), "Name an image file instead.");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] start = in.readNBytes(START);
      if (start.length == 0) {
        throw new ImageFormatException(file, "is empty (0 bytes)", "Copy or export it again.");
      }
      return start;
    } catch (AccessDeniedException e) {
      AccessDeniedException denied =
          new AccessDeniedException(
              file.toString(), null, "may not be read. Check its permissions.");
      denied.initCause(e);
      throw denied;
    }
  }

  /** Beginning of what a gzip file holds; empty if it is broken. */
  private static byte[] unpacked(Path file) throws IOException {
    try (InputStream in = Gzip.open(file)) {
      return in.readNBytes(START);
    } catch (EOFException | ZipException e) {
      return new byte[0];
    }
  }

  static Optional<ImageFormat> bySuffix(Path file) {
    String suffix = suffix(file);
    boolean packed = Gzip.isNamed(file);
    return FORMATS.stream()
        .filter(f -> f.suffixes().contains(suffix) && (f.readsGzip() || !packed))
        .findFirst();
  }

  private static String suffix(Path file) {
    Path name = file.getFileName();
    String text = name == null ? "" : name.toString();
    text = Gzip.isNamed(file) ? text.substring(0, text.length() - 3) : text;
    return text.substring(
            text.lastIndexOf('.') + 1 == 0 ? text.length() : text.lastIndexOf('.') + 1)
        .toLowerCase(Locale.ROOT);
  }

  private static String namesOfWriters() {
    List<String> names = new ArrayList<>();
    for (ImageFormat format : FORMATS) {
      if (format.writes()) {
        names.add("." + format.suffixes().get(0));
      }
    }
    return String.join(", ", names.subList(0, names.size() - 1))
        + " or "
        + names.get(names.size() - 1);
  }
}
