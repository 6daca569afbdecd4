package org.limpid.nn.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.limpid.nn.weights.Safetensors.Entry;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;

/**
 * The header of a safetensors file, read with distrust: tensors have to fill the rest of the file
 * without gaps or overlaps, and each has to have the bytes its shape and type need.
 *
 * @param metadata texts for people and programs
 * @param entries tensors by name
 * @param dataStart first byte behind the header
 */
record SafetensorsHeader(Map<String, String> metadata, Map<String, Entry> entries, long dataStart) {

  private static final String METADATA = "__metadata__";

  /** Headers of real models have some kilobytes; they are held in memory, so bounded. */
  private static final long LONGEST = 16 << 20;

  private static final int LENGTH_BYTES = 8;
  private static final int MOST_AXES = 16;

  static SafetensorsHeader read(Path file, FileChannel channel) throws IOException {
    try {
      return read(channel);
    } catch (IllegalArgumentException | CharacterCodingException e) {
      String why = e instanceof CharacterCodingException ? "header is not UTF-8" : e.getMessage();
      throw new IOException(file + ": not a readable safetensors file (" + why + ")", e);
    }
  }

  private static SafetensorsHeader read(FileChannel channel) throws IOException {
    long size = channel.size();
    if (size < LENGTH_BYTES) {
      throw wrong("file has " + size + " bytes (expected: at least " + LENGTH_BYTES + ")");
    }
    long length = bytes(channel, 0, LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN).getLong();
    long most = Math.min(size - LENGTH_BYTES, LONGEST);
    if (length < 2 || length > most) {
      throw wrong(
          "header has "
              + Long.toUnsignedString(length)
              + " bytes (expected: 2 to "
              + most
              + " in a file of "
              + size
              + ")");
    }
    ByteBuffer bytes = bytes(channel, LENGTH_BYTES, (int) length);
    String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    if (text.charAt(0) != '{') {
      throw wrong("header does not start with '{'");
    }
    Map<String, @Nullable Object> map = Json.parseObject(text);
    Map<String, String> metadata = metadata(map.get(METADATA));
    Map<String, Entry> entries = new LinkedHashMap<>();
    map.forEach(
        (name, value) -> {
          if (!name.equals(METADATA)) {
            entries.put(name, entry(show(name), value));
          }
        });
    checkCover(entries, size - LENGTH_BYTES - length);
    return new SafetensorsHeader(
        Collections.unmodifiableMap(metadata),
        Collections.unmodifiableMap(entries),
        LENGTH_BYTES + length);
  }

  private static ByteBuffer bytes(FileChannel channel, long position, int count)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw wrong("file ends within the header");
      }
    }
    return buffer.flip();
  }

  private static Map<String, String> metadata(@Nullable Object value) {
    Map<String, String> metadata = new LinkedHashMap<>();
    if (value == null) {
      return metadata;
    }
    if (!(value instanceof Map<?, ?> map)) {
      throw wrong(METADATA + " is no object");
    }
    map.forEach(
        (key, text) -> {
          if (!(text instanceof String string)) {
            throw wrong(METADATA + " " + show(String.valueOf(key)) + " is no string");
          }
          metadata.put(String.valueOf(key), string);
        });
    return metadata;
  }

  private static Entry entry(String name, @Nullable Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      throw wrong("tensor " + name + " is no object");
    }
    ElementType type = type(name, map.get("dtype"));
    List<Long> extents = numbers(name + " shape", map.get("shape"), MOST_AXES);
    List<Long> offsets = numbers(name + " data_offsets", map.get("data_offsets"), 2);
    int[] shape = new int[extents.size()];
    long bytes = type.bytes();
    for (int i = 0; i < shape.length; i++) {
      long extent = extents.get(i);
      if (extent > Integer.MAX_VALUE || bytes > Long.MAX_VALUE / Math.max(1, extent)) {
        throw wrong("tensor " + name + " shape " + extents + " is too large");
      }
      shape[i] = (int) extent;
      bytes *= extent;
    }
    if (offsets.size() != 2 || offsets.get(1) - offsets.get(0) != bytes) {
      throw wrong(
          "tensor "
              + name
              + " data_offsets "
              + offsets
              + " for shape "
              + extents
              + " of "
              + type
              + " (expected: "
              + bytes
              + " bytes)");
    }
    if (bytes / type.bytes() > Integer.MAX_VALUE - 8) {
      throw wrong("tensor " + name + " shape " + extents + " is too large");
    }
    return new Entry(type, Shape.of(shape), offsets.get(0));
  }

  private static ElementType type(String name, @Nullable Object value) {
    for (ElementType type : ElementType.values()) {
      if (type.name().equals(value)) {
        return type;
      }
    }
    throw wrong(
        "tensor "
            + name
            + " dtype "
            + show(String.valueOf(value))
            + " (expected: one of "
            + Arrays.toString(ElementType.values())
            + ")");
  }

  private static List<Long> numbers(String what, @Nullable Object value, int most) {
    List<Long> numbers = new ArrayList<>();
    if (value instanceof List<?> list && list.size() <= most) {
      for (Object element : list) {
        if (element instanceof Long number && number >= 0) {
          numbers.add(number);
        }
      }
      if (numbers.size() == list.size()) {
        return numbers;
      }
    }
    throw wrong(
        "tensor " + what + " (expected: a list of at most " + most + " whole numbers >= 0)");
  }

  /** In order of their offsets, each tensor starts where the one before ends. */
  private static void checkCover(Map<String, Entry> entries, long dataBytes) {
    List<Map.Entry<String, Entry>> ordered = new ArrayList<>(entries.entrySet());
    ordered.sort(
        Comparator.<Map.Entry<String, Entry>>comparingLong(e -> e.getValue().offset())
            .thenComparingLong(e -> e.getValue().bytes()));
    long end = 0;
    for (Map.Entry<String, Entry> entry : ordered) {
      if (entry.getValue().offset() != end) {
        throw wrong(
            "tensor "
                + show(entry.getKey())
                + " starts at byte "
                + entry.getValue().offset()
                + " (expected: "
                + end
                + ", where the one before ends)");
      }
      end += entry.getValue().bytes();
    }
    if (end != dataBytes) {
      throw wrong("tensors need " + end + " bytes (expected: " + dataBytes + ", as in the file)");
    }
  }

  /** The length, the header of tensors stored one after the other as float32, and padding. */
  static byte[] print(Map<String, String> metadata, Map<String, Tensor> tensors) {
    Map<String, Object> map = new LinkedHashMap<>();
    if (!metadata.isEmpty()) {
      map.put(METADATA, metadata);
    }
    long offset = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      if (entry.getKey().equals(METADATA)) {
        throw new IllegalArgumentException("safetensors: a tensor cannot be named " + METADATA);
      }
      Shape shape = entry.getValue().shape();
      long end = offset + shape.size() * ElementType.F32.bytes();
      List<Integer> extents = Arrays.stream(shape.toArray()).boxed().toList();
      Map<String, Object> description = new LinkedHashMap<>();
      description.put("dtype", ElementType.F32.name());
      description.put("shape", extents);
      description.put("data_offsets", List.of(offset, end));
      map.put(entry.getKey(), description);
      offset = end;
    }
    byte[] text = Json.print(map).getBytes(StandardCharsets.UTF_8);
    // Blanks behind the header align the numbers, so that they can be mapped.
    int length = (text.length + LENGTH_BYTES - 1) / LENGTH_BYTES * LENGTH_BYTES;
    if (length > LONGEST) {
      throw new IllegalArgumentException(
          "safetensors: header has " + length + " bytes (expected: at most " + LONGEST + ")");
    }
    byte[] header = Arrays.copyOf(text, LENGTH_BYTES + length);
    Arrays.fill(header, (byte) ' ');
    System.arraycopy(text, 0, header, LENGTH_BYTES, text.length);
    ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
    return header;
  }

  /** A text from the file, quoted, on one line and short. */
  static String show(String text) {
    return Json.print(text.length() <= 60 ? text : text.substring(0, 60) + "…");
  }

  private static IllegalArgumentException wrong(String message) {
    return new IllegalArgumentException(message);
  }
}
