package org.limpid.nn.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.limpid.tensor.Device;
import org.limpid.tensor.Scope;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;
import org.limpid.testing.Cases;

class SafetensorsTest {

  private static final String ONE =
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";

  private final Path folder;

  SafetensorsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Path file(String header, byte... data) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + data.length);
    bytes.order(ByteOrder.LITTLE_ENDIAN).putLong(text.length).put(text).put(data);
    return Files.write(folder.resolve("x.safetensors"), bytes.array());
  }

  private void refused(String reason, String header, int dataBytes) throws IOException {
    Path file = file(header, new byte[dataBytes]);
    assertThatThrownBy(() -> Safetensors.open(file))
        .isInstanceOf(IOException.class)
        .hasMessage(file + ": not a readable safetensors file (" + reason + ")");
  }

  private static String tensor(String dtype, String shape, String offsets) {
    return "{\"a\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}}"
        .formatted(dtype, shape, offsets);
  }

  @Test
  void tensorsAndMetadataAreReadAgain() throws IOException {
    Path file = folder.resolve("model.safetensors");
    float[] many = new float[40_000];
    for (int i = 0; i < many.length; i++) {
      many[i] = i * 0.37f - 5000;
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("unit", "µm");
    metadata.put("architecture", Json.print(Map.of("depth", 2)));
    try (Scope scope = Scope.open()) {
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      tensors.put("w", Tensor.of(Device.cpu(), Shape.of(4, 100, 100), many));
      tensors.put("scalar", Tensor.of(Device.cpu(), Shape.of(), Float.MIN_VALUE));
      tensors.put("nothing", Tensor.zeros(Device.cpu(), Shape.of(3, 0)));
      Safetensors.write(file, metadata, tensors);
    }
    try (Safetensors read = Safetensors.open(file)) {
      assertThat(read.metadata()).isEqualTo(metadata);
      assertThat(read.entries().keySet()).containsExactly("w", "scalar", "nothing");
      assertThat(read.entries().values().iterator().next().shape())
          .isEqualTo(Shape.of(4, 100, 100));
      assertThat(read.read("w")).isEqualTo(many);
      assertThat(read.read("scalar")).containsExactly(Float.MIN_VALUE);
      assertThat(read.read("nothing")).isEmpty();
      assertThatThrownBy(() -> read.read("v"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("safetensors: no tensor \"v\" in " + file);
    }
  }

  @Test
  void writingLeavesNothingElseBehind() throws IOException {
    Path file = folder.resolve("model.safetensors");
    try (Scope scope = Scope.open()) {
      Tensor freed = Tensor.zeros(Device.cpu(), Shape.of(2));
      Safetensors.write(file, Map.of(), Map.of("a", freed));
      byte[] before = Files.readAllBytes(file);
      freed.close();
      assertThatThrownBy(() -> Safetensors.write(file, Map.of(), Map.of("a", freed)))
          .isInstanceOf(IllegalStateException.class);
      assertThat(Files.readAllBytes(file)).isEqualTo(before);
      assertThat(before.length % 8).isZero();
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
    assertThatThrownBy(() -> Safetensors.write(folder.resolve("missing/x"), Map.of(), Map.of()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void everyTypeIsReadAsFloat() throws IOException {
    ByteBuffer data = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
    StringBuilder header = new StringBuilder("{");
    Map<ElementType, float[]> expected = new LinkedHashMap<>();
    for (ElementType type : ElementType.values()) {
      int start = data.position();
      switch (type) {
        case F64 -> data.putDouble(-0.1).putDouble(1e300);
        case F32 -> data.putFloat(-0.1f).putFloat(Float.NaN);
        case F16 -> data.putShort((short) 0xBC00).putShort((short) 0x7BFF);
        case BF16 -> data.putShort((short) 0xBF80).putShort((short) 0x3DCD);
        case I64, U64 -> data.putLong(-1).putLong(0x8000_0080_0000_0001L);
        case I32, U32 -> data.putInt(-1).putInt(7);
        case I16, U16 -> data.putShort((short) -1).putShort((short) 7);
        case I8, U8 -> data.put((byte) -1).put((byte) 7);
        case BOOL -> data.put((byte) 0).put((byte) 1);
      }
      expected.put(
          type,
          switch (type) {
            case F64 -> new float[] {-0.1f, Float.POSITIVE_INFINITY};
            case F32 -> new float[] {-0.1f, Float.NaN};
            case F16 -> new float[] {-1, 65504};
            case BF16 -> new float[] {-1, 0.10009765625f};
            case I64 -> new float[] {-1, 0x8000_0080_0000_0001L};
            // The second lies just above the middle of two floats, by its last bit only.
            case U64 -> new float[] {0x1p64f, 0x1.000002p63f};
            case I32, I16, I8 -> new float[] {-1, 7};
            case U32 -> new float[] {0x1p32f, 7};
            case U16 -> new float[] {65535, 7};
            case U8 -> new float[] {255, 7};
            case BOOL -> new float[] {0, 1};
          });
      header
          .append(start == 0 ? "" : ",")
          .append(
              "\"%s\":{\"dtype\":\"%s\",\"shape\":[2,1],\"data_offsets\":[%d,%d]}"
                  .formatted(type, type, start, data.position()));
    }
    byte[] bytes = Arrays.copyOf(data.array(), data.position());
    try (Safetensors file = Safetensors.open(file(header + "}", bytes))) {
      for (ElementType type : ElementType.values()) {
        assertThat(file.read(type.name())).as(type.name()).isEqualTo(expected.get(type));
      }
    }
  }

  @Test
  void halvesAreReadExactly() {
    ByteBuffer buffer = ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN);
    for (int bits = 0; bits < 1 << 16; bits++) {
      buffer.putShort(0, (short) bits).rewind();
      double fraction = (bits & 0x3FF) / 1024.0;
      int exponent = bits >> 10 & 31;
      double size =
          exponent == 0
              ? fraction * 0x1p-14
              : exponent == 31
                  ? (fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN)
                  : (1 + fraction) * Math.pow(2, exponent - 15);
      float expected = (float) (bits >> 15 == 0 ? size : -size);
      assertThat(Float.compare(ElementType.F16.next(buffer), expected)).isZero();
    }
  }

  @Test
  void headersThatLieAboutSizesAreRefused() throws IOException {
    String eight = "tensor \"a\" data_offsets ";
    refused(
        eight + "[0, 4] for shape [2] of F32 (expected: 8 bytes)",
        tensor("F32", "[2]", "[0,4]"),
        4);
    refused(
        eight + "[8, 0] for shape [2] of F32 (expected: 8 bytes)",
        tensor("F32", "[2]", "[8,0]"),
        8);
    refused(eight + "[0] for shape [2] of F32 (expected: 8 bytes)", tensor("F32", "[2]", "[0]"), 8);
    refused("tensors need 8 bytes (expected: 4, as in the file)", ONE, 4);
    refused("tensors need 8 bytes (expected: 9, as in the file)", ONE, 9);
    refused(
        "tensor \"a\" starts at byte 4 (expected: 0, where the one before ends)",
        tensor("F32", "[2]", "[4,12]"),
        12);
    refused(
        "tensor \"b\" starts at byte 4 (expected: 8, where the one before ends)",
        ONE.replace("}}", "},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}"),
        8);
  }

  @Test
  void hugeShapesAreRefusedBeforeMemoryIsTaken() throws IOException {
    String large = "tensor \"a\" shape %s is too large";
    refused(large.formatted("[4294967296]"), tensor("U8", "[4294967296]", "[0,4294967296]"), 8);
    refused(
        large.formatted("[2147483647, 2147483647, 2147483647, 0]"),
        tensor("F64", "[2147483647,2147483647,2147483647,0]", "[0,0]"),
        0);
    refused(large.formatted("[65536, 65536]"), tensor("U8", "[65536,65536]", "[0,4294967296]"), 8);
    refused(
        "tensor \"a\" shape (expected: a list of at most 16 whole numbers >= 0)",
        tensor("U8", "[99999999999999999999]", "[0,8]"),
        8);
    refused(
        "tensor \"a\" shape (expected: a list of at most 16 whole numbers >= 0)",
        tensor("U8", "[" + "1,".repeat(16) + "1]", "[0,1]"),
        1);
    refused(
        "tensor \"a\" shape (expected: a list of at most 16 whole numbers >= 0)",
        tensor("U8", "[-1]", "[0,1]"),
        1);
    refused(
        "tensor \"a\" data_offsets (expected: a list of at most 2 whole numbers >= 0)",
        tensor("U8", "[1]", "[0,1.5]"),
        1);
  }

  @Test
  void headersThatAreNoneAreRefused() throws IOException {
    refused("header does not start with '{'", "[1]", 0);
    refused("header does not start with '{'", " {}", 0);
    refused("json: \"x\" at character 2 (expected: the end)", "{}x", 0);
    refused("header is not UTF-8", "{\"\u00ff\":1}", 0);
    refused("tensor \"a\" is no object", "{\"a\":1}", 0);
    refused("__metadata__ is no object", "{\"__metadata__\":[]}", 0);
    refused("__metadata__ \"a\" is no string", "{\"__metadata__\":{\"a\":1}}", 0);
    refused("json: name at character 7 occurs twice in its object", "{\"a\":1,\"a\":1}", 0);
    refused(
        "tensor \"a\" dtype \"F8\" (expected: one of [F64, F32, F16, BF16, I64, I32, I16, I8, U64,"
            + " U32, U16, U8, BOOL])",
        tensor("F8", "[1]", "[0,1]"),
        1);
    refused("json: more than 64 levels at character 69", "{\"a\":" + "[".repeat(100), 0);
  }

  @Test
  void lengthsThatDoNotFitAreRefused() throws IOException {
    Path file = folder.resolve("short");
    Files.write(file, new byte[] {1, 2, 3});
    assertThatThrownBy(() -> Safetensors.open(file))
        .hasMessage(
            file + ": not a readable safetensors file (file has 3 bytes (expected: at least 8))");
    for (long length : new long[] {-1, Long.MIN_VALUE, 0, 1, 3, 1L << 40}) {
      ByteBuffer bytes = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN);
      Files.write(file, bytes.putLong(length).put((byte) '{').put((byte) '}').array());
      assertThatThrownBy(() -> Safetensors.open(file))
          .isInstanceOf(IOException.class)
          .hasMessage(
              file
                  + ": not a readable safetensors file (header has "
                  + Long.toUnsignedString(length)
                  + " bytes (expected: 2 to 2 in a file of 10))");
    }
    assertThatThrownBy(() -> Safetensors.open(folder.resolve("none")))
        .isInstanceOf(IOException.class);
  }

  @Test
  void namesFromFilesStayOnOneShortLine() throws IOException {
    Path file = file("{\"\\n\\u001b[2J" + "y".repeat(5000) + "\":1}");
    assertThatThrownBy(() -> Safetensors.open(file))
        .message()
        .hasLineCount(1)
        .hasSizeLessThan(400)
        .doesNotContain("\u001b");
  }

  @Test
  void damagedFilesGiveAnIoExceptionAndNothingElse() throws IOException {
    byte[] good = Files.readAllBytes(file(ONE, new byte[8]));
    Cases.forAll(
        400,
        1,
        random -> {
          byte[] bad = good.clone();
          for (int i = random.nextInt(3); i >= 0; i--) {
            bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
          }
          bad = Arrays.copyOf(bad, bad.length - random.nextInt(2) * random.nextInt(bad.length));
          Path file = Files.write(folder.resolve("bad"), bad);
          try (Safetensors opened = Safetensors.open(file)) {
            for (String name : opened.entries().keySet()) {
              opened.read(name);
            }
          } catch (IOException e) {
            assertThat(e.getMessage()).startsWith(file.toString()).hasLineCount(1);
          }
        });
  }

  @Test
  void samplesOfTheReferenceImplementationAreRead() throws IOException {
    Path samples = Path.of("../../shared/data/safetensors_samples");
    assumeTrue(Files.isDirectory(samples), "safetensors_samples is not in ../shared/data");
    try (Safetensors file = Safetensors.open(samples.resolve("overall.safetensors"))) {
      assertThat(file.metadata()).isEqualTo(Map.of("test", "a"));
      assertThat(file.entries()).hasSize(9);
      for (String signed : new String[] {"b", "d", "e", "f", "h", "i"}) {
        assertThat(file.read(signed)).as(signed).containsExactly(-3, -2, -1, 0, 1, 2);
      }
      assertThat(file.read("B")).containsExactly(253, 254, 255, 0, 1, 2);
      assertThat(file.read("H")).containsExactly(65533, 65534, 65535, 0, 1, 2);
      assertThat(file.read("I")).containsExactly(4294967293f, 4294967294f, 4294967295f, 0, 1, 2);
    }
    for (String name : new String[] {"b", "d", "h"}) {
      try (Safetensors file = Safetensors.open(samples.resolve(name + ".safetensors"))) {
        assertThat(file.read(name)).containsExactly(-3, -2, -1, 0, 1, 2);
      }
    }
    try (Safetensors file = Safetensors.open(samples.resolve("upper_H.safetensors"))) {
      assertThat(file.read("H")).containsExactly(65533, 65534, 65535, 0, 1, 2);
    }
  }

  /** Reads the file with nothing but what is in every Python. */
  private static final String READER =
      """
      import json, struct, sys
      data = open(sys.argv[1], 'rb').read()
      length = struct.unpack('<Q', data[:8])[0]
      header = json.loads(data[8:8 + length].decode('utf-8'))
      print(header.pop('__metadata__')['unit'] == '\\u00b5m')
      for name, entry in header.items():
          start, end = (8 + length + offset for offset in entry['data_offsets'])
          values = struct.unpack('<%df' % ((end - start) // 4), data[start:end])
          print(name, entry['dtype'], entry['shape'], *values)
      print(end == len(data))
      """;

  @Test
  void pythonReadsWhatWasWritten() throws IOException, InterruptedException {
    assumeTrue(isPythonThere(), "python3 is not installed");
    Path file = folder.resolve("model.safetensors");
    try (Scope scope = Scope.open()) {
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      tensors.put("w", Tensor.of(Device.cpu(), Shape.of(2, 1), 0.5f, -1e10f));
      tensors.put("µ", Tensor.of(Device.cpu(), Shape.of(), 3));
      Safetensors.write(file, Map.of("unit", "µm"), tensors);
    }
    assertThat(python("-c", READER, file.toString()))
        .isEqualTo("True\nw F32 [2, 1] 0.5 -10000000000.0\nµ F32 [] 3.0\nTrue\n");
  }

  private static boolean isPythonThere() throws InterruptedException {
    try {
      return python("-c", "print(1)").equals("1\n");
    } catch (IOException e) {
      return false;
    }
  }

  private static String python(String... arguments) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("python3");
    builder.command().addAll(Arrays.asList(arguments));
    builder.environment().put("PYTHONIOENCODING", "utf-8");
    Process process = builder.redirectErrorStream(true).start();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    process.getInputStream().transferTo(out);
    process.waitFor();
    return out.toString(StandardCharsets.UTF_8).replace("\r", "");
  }
}
