package org.limpid.benchmarks.peers;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A message in the encoding of Protocol Buffers (protobuf.dev/programming-guides/encoding). */
final class ProtocolBuffer {

  private static final int VARIABLE_LENGTH = 0;
  private static final int BYTES = 2;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  ProtocolBuffer number(int field, long value) {
    key(field, VARIABLE_LENGTH);
    variableLength(value);
    return this;
  }

  ProtocolBuffer numbers(int field, long... values) {
    for (long value : values) {
      number(field, value);
    }
    return this;
  }

  ProtocolBuffer text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  ProtocolBuffer floats(int field, float... values) {
    ByteBuffer buffer = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(values);
    return bytes(field, buffer.array());
  }

  ProtocolBuffer message(int field, ProtocolBuffer value) {
    return bytes(field, value.toByteArray());
  }

  private ProtocolBuffer bytes(int field, byte[] value) {
    key(field, BYTES);
    variableLength(value.length);
    out.writeBytes(value);
    return this;
  }

  private void key(int field, int type) {
    variableLength(((long) field << 3) | type);
  }

  private void variableLength(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  byte[] toByteArray() {
    return out.toByteArray();
  }
}
