package org.limpid.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.limpid.tensor.Device;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;

/**
 * Values computed by PyTorch, from a test resource in the safetensors format: length of the header
 * in eight bytes, a JSON header, float32 data, all little-endian. Made by the scripts in {@code
 * tools/golden}; reads only what these write.
 */
public final class Golden {

  private static final Pattern ENTRY =
      Pattern.compile(
          "\"([^\"]+)\":\\{\"dtype\":\"F32\",\"shape\":\\[([^]]*)],"
              + "\"data_offsets\":\\[(\\d+),(\\d+)]}");

  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private record Entry(Shape shape, float[] values) {}

  private Golden(ByteBuffer file) {
    file.order(ByteOrder.LITTLE_ENDIAN);
    byte[] header = new byte[Math.toIntExact(file.getLong())];
    file.get(header);
    int start = file.position();
    Matcher matcher = ENTRY.matcher(new String(header, StandardCharsets.UTF_8));
    while (matcher.find()) {
      int[] extents =
          Arrays.stream(matcher.group(2).split(","))
              .filter(text -> !text.isEmpty())
              .mapToInt(Integer::parseInt)
              .toArray();
      float[] values = new float[(int) Shape.of(extents).size()];
      file.position(start + Integer.parseInt(matcher.group(3)));
      file.asFloatBuffer().get(values);
      entries.put(matcher.group(1), new Entry(Shape.of(extents), values));
    }
  }

  /**
   * Reads a file.
   *
   * @param resource absolute name on the class path, such as {@code /golden/operations.safetensors}
   */
  public static Golden read(String resource) {
    try (InputStream in = Golden.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException("golden: no resource " + resource);
      }
      return new Golden(ByteBuffer.wrap(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names of all arrays, in the order of the file. */
  public Set<String> names() {
    return entries.keySet();
  }

  /** Extents of an array. */
  public Shape shape(String name) {
    return entry(name).shape;
  }

  /** A copy of an array's values. */
  public float[] values(String name) {
    return entry(name).values.clone();
  }

  /** An array as a tensor. */
  public Tensor tensor(Device device, String name) {
    return Tensor.of(device, shape(name), entry(name).values);
  }

  private Entry entry(String name) {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw new IllegalArgumentException("golden: no '" + name + "'. There are " + names());
    }
    return entry;
  }
}
