package org.limpid.nn.weights;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;

/**
 * An open file of named tensors in the safetensors format: eight bytes with the length of a JSON
 * header, the header, the numbers. Files are data only; opening one runs nothing and reads nothing
 * but the header.
 *
 * <p>Files may come from anywhere: sizes are checked against the file before memory is taken, and
 * whatever is wrong is an {@link IOException} with a message of one line that names the file. Not
 * thread-safe.
 */
public final class Safetensors implements Closeable {

  /**
   * A tensor in the file.
   *
   * @param type how its numbers are stored
   * @param shape its extents
   * @param offset its first byte, counted from the end of the header
   */
  public record Entry(ElementType type, Shape shape, long offset) {

    /** Bytes in the file. */
    public long bytes() {
      return shape.size() * type.bytes();
    }
  }

  private static final String UNREADABLE = "cannot be read";
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path file;
  private final FileChannel channel;
  private final SafetensorsHeader header;

  private Safetensors(Path file, FileChannel channel, SafetensorsHeader header) {
    this.file = file;
    this.channel = channel;
    this.header = header;
  }

  /**
   * Opens a file and reads its header.
   *
   * @throws IOException if it is not there, not such a file, or damaged
   */
  public static Safetensors open(Path file) throws IOException {
    try {
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      try {
        return new Safetensors(file, channel, SafetensorsHeader.read(file, channel));
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw NamedFault.of(file, UNREADABLE, e);
    }
  }

  /**
   * Writes tensors as float32 in the order of the map, atomically; see {@link AtomicFile}. Waits
   * for the device.
   *
   * @param metadata texts for the header; what is structured goes in as {@link Json}
   * @param tensors by name. Not modified.
   */
  public static void write(Path file, Map<String, String> metadata, Map<String, Tensor> tensors)
      throws IOException {
    byte[] header = SafetensorsHeader.print(metadata, tensors);
    AtomicFile.write(
        file,
        out -> {
          out.write(header);
          ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
          for (Tensor tensor : tensors.values()) {
            for (float value : tensor.toArray()) {
              if (!buffer.hasRemaining()) {
                out.write(buffer.array());
                buffer.clear();
              }
              buffer.putFloat(value);
            }
          }
          out.write(buffer.array(), 0, buffer.position());
        });
  }

  /** The file it reads. */
  public Path file() {
    return file;
  }

  /** Texts from the header, such as architecture and history; empty if there are none. */
  public Map<String, String> metadata() {
    return header.metadata();
  }

  /** The tensors by name, in the order of the header. */
  public Map<String, Entry> entries() {
    return header.entries();
  }

  /**
   * Reads a tensor's numbers as float32, outermost axis first.
   *
   * @throws IllegalArgumentException if there is no tensor of that name
   * @throws IOException if the file cannot be read, or became shorter since it was opened
   */
  public float[] read(String name) throws IOException {
    Entry entry = entries().get(name);
    if (entry == null) {
      throw new IllegalArgumentException(
          "safetensors: no tensor " + Json.print(name) + " in " + file);
    }
    float[] values = new float[Math.toIntExact(entry.shape().size())];
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    long position = header.dataStart() + entry.offset();
    long left = entry.bytes();
    int filled = 0;
    while (left > 0) {
      buffer.clear().limit((int) Math.min(left, BUFFER_BYTES));
      readFully(buffer, position);
      position += buffer.limit();
      left -= buffer.limit();
      while (buffer.hasRemaining()) {
        values[filled++] = entry.type().next(buffer);
      }
    }
    return values;
  }

  private void readFully(ByteBuffer buffer, long position) throws IOException {
    while (buffer.hasRemaining()) {
      try {
        if (channel.read(buffer, position + buffer.position()) < 0) {
          throw new EOFException(file + ": the file ends within a tensor");
        }
      } catch (IOException e) {
        throw NamedFault.of(file, UNREADABLE, e);
      }
    }
    buffer.flip();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
