package org.limpid.denoise;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.limpid.nn.weights.AtomicFile;
import org.limpid.nn.weights.Json;

/**
 * The bands of a result that are done, in a file beside it, so that the work can go on where a
 * process was killed. A line {@code LIMPID BANDS 1}; length and text of a JSON object that says
 * what the result depends on; then, for each band, its number, its count of samples, these in
 * little endian, and a checksum. Confined to one thread at a time.
 */
final class FinishedBands {

  private static final byte[] MAGIC = "LIMPID BANDS 1\n".getBytes(StandardCharsets.US_ASCII);
  private static final int LONGEST_KEY = 1 << 16;
  private static final int LONGEST_SHOWN = 400;
  private static final int CHUNK = 1 << 14;
  private static final int FRAME_BYTES = 2 * Integer.BYTES;

  /** Where the samples of a band lie. */
  private record Place(long at, int length) {}

  private final Path file;
  private final Map<Integer, Place> places = new HashMap<>();
  private long end;

  private FinishedBands(Path file) {
    this.file = file;
  }

  /**
   * Those that are in a file; makes it if it is missing. What was being written when a process was
   * killed is cut off.
   *
   * @param key names and values of what the result depends on
   * @throws IOException if the file cannot be read or written, or is of another kind
   * @throws IllegalArgumentException if it belongs to another result; says what differs
   */
  static FinishedBands in(Path file, Map<String, String> key) throws IOException {
    FinishedBands bands = new FinishedBands(file);
    if (!Files.exists(file)) {
      AtomicFile.write(file, out -> bands.begin(new DataOutputStream(out), key));
    }
    bands.open(key);
    return bands;
  }

  private void begin(DataOutputStream out, Map<String, String> key) throws IOException {
    byte[] text = Json.print(new TreeMap<>(key)).getBytes(StandardCharsets.UTF_8);
    out.write(MAGIC);
    out.writeInt(text.length);
    out.write(text);
    out.flush();
  }

  private void open(Map<String, String> key) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
      byte[] magic = in.readNBytes(MAGIC.length);
      int length = Arrays.equals(magic, MAGIC) ? in.readInt() : -1;
      if (length < 0 || length > LONGEST_KEY) {
        throw new IOException(
            file + ": holds no part of a result. Delete it, or name another file");
      }
      checkSame(Json.parse(new String(in.readNBytes(length), StandardCharsets.UTF_8)), key);
      long size = channel.size();
      end = channel.position();
      while (size - end >= FRAME_BYTES) {
        channel.position(end);
        int band = in.readInt();
        int samples = in.readInt();
        long next = end + bytes(samples);
        if (band < 0 || samples < 0 || next > size) {
          break;
        }
        places.put(band, new Place(end + FRAME_BYTES, samples));
        end = next;
      }
      channel.truncate(end);
    } catch (IllegalArgumentException e) {
      if (e.getMessage() != null && e.getMessage().startsWith("resume: ")) {
        throw e;
      }
      throw new IOException(file + ": is damaged. Delete it to start anew", e);
    } catch (EOFException e) {
      throw new IOException(file + ": is cut short. Delete it to start anew", e);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private IOException unreadable(IOException e) {
    return String.valueOf(e.getMessage()).startsWith(file + ": ")
        ? e
        : new IOException(file + ": cannot be read (" + e.getMessage() + "). Check the disk", e);
  }

  /** Of a band with its frame and its checksum. */
  private static long bytes(int samples) {
    return FRAME_BYTES + (long) Float.BYTES * samples + Long.BYTES;
  }

  private void checkSame(@Nullable Object there, Map<String, String> key) {
    List<String> differences = new ArrayList<>();
    new TreeMap<>(key)
        .forEach(
            (name, here) -> {
              Object value = there instanceof Map<?, ?> map ? map.get(name) : null;
              if (!here.equals(value)) {
                differences.add(name + " " + value + " there, " + here + " here");
              }
            });
    if (!differences.isEmpty()) {
      throw new IllegalArgumentException(
          "resume: "
              + file
              + " holds parts of another result ("
              + shown(String.join("; ", differences))
              + "). Give the same model, image, options and memory, or delete it to start anew");
    }
  }

  /** What the file says may be anything; of it as much as a line holds. */
  private static String shown(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ");
    return line.length() <= LONGEST_SHOWN ? line : line.substring(0, LONGEST_SHOWN) + "...";
  }

  /** The samples of a band; null if it is not there, or damaged. */
  float @Nullable [] read(int band) throws IOException {
    Place place = places.get(band);
    if (place == null) {
      return null;
    }
    float[] samples = new float[place.length()];
    CRC32C sum = begun(band, place.length());
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.position(place.at());
      for (int i = 0; i < samples.length; i += CHUNK) {
        int count = Math.min(CHUNK, samples.length - i);
        fill(channel, chunk.clear().limit(count * Float.BYTES));
        chunk.flip().asFloatBuffer().get(samples, i, count);
        sum.update(chunk.array(), 0, count * Float.BYTES);
      }
      fill(channel, chunk.clear().limit(Long.BYTES));
      return chunk.flip().getLong() == sum.getValue() ? samples : null;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private void fill(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new IOException(file + ": became shorter while it was read");
      }
    }
  }

  /** Adds a band, and waits until it is on the disk. */
  void add(int band, float[] samples) throws IOException {
    CRC32C sum = begun(band, samples.length);
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.position(end);
      write(channel, frame(band, samples.length));
      for (int i = 0; i < samples.length; i += CHUNK) {
        int count = Math.min(CHUNK, samples.length - i);
        chunk.clear().asFloatBuffer().put(samples, i, count);
        sum.update(chunk.array(), 0, count * Float.BYTES);
        write(channel, chunk.limit(count * Float.BYTES));
      }
      write(channel, chunk.clear().putLong(sum.getValue()).flip());
      channel.force(false);
    } catch (IOException e) {
      throw new IOException(
          file + ": cannot be written (" + e.getMessage() + "). Check the disk's free space", e);
    }
    places.put(band, new Place(end + FRAME_BYTES, samples.length));
    end += bytes(samples.length);
  }

  /** Deletes a file of bands, if it is there: its result is written. */
  static void delete(Path file) throws IOException {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new IOException(
          file
              + ": cannot be deleted ("
              + e.getMessage()
              + "), though the result is complete. Delete it",
          e);
    }
  }

  private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static ByteBuffer frame(int band, int samples) {
    return ByteBuffer.allocate(FRAME_BYTES).putInt(band).putInt(samples).flip();
  }

  private static CRC32C begun(int band, int samples) {
    CRC32C sum = new CRC32C();
    sum.update(frame(band, samples));
    return sum;
  }
}
