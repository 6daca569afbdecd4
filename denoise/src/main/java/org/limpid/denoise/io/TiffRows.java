package org.limpid.denoise.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of rows of blocks, decompressed. What is not compressed is read just where it is needed;
 * decompressed blocks are remembered as long as there is room, since neighbouring regions need the
 * same ones. Safe for several threads.
 */
final class TiffRows {
  private record Key(int page, int block) {}

  private final Path file;
  private final long roomBytes;

  /** Blocks used last come last. */
  private final Map<Key, ByteBuffer> remembered = new LinkedHashMap<>(16, 0.75f, true);

  private long rememberedBytes;

  /**
   * Rows of a file.
   *
   * @param roomBytes what may be remembered
   */
  TiffRows(Path file, long roomBytes) {
    this.file = file;
    this.roomBytes = roomBytes;
  }

  /**
   * Bytes from {@code from} on of rows of a block, without gaps between rows.
   *
   * @param page index of the page among those of the stack
   * @param fault names the page
   */
  ByteBuffer of(
      FileChannel channel,
      TiffBlocks blocks,
      int page,
      int block,
      int row,
      int rows,
      long from,
      int bytes,
      TiffFault fault)
      throws IOException {
    ByteBuffer result = ByteBuffer.allocate(Math.multiplyExact(rows, bytes));
    long rowBytes = blocks.rowBytes();
    if (blocks.isAbsent(block)) {
      return result.order(blocks.order());
    }
    if (blocks.isPlain()) {
      int runs = bytes == rowBytes ? 1 : rows;
      for (int i = 0; i < runs; i++) {
        result.limit(runs == 1 ? result.capacity() : (i + 1) * bytes);
        fill(channel, result, blocks.offsets()[block] + (row + i) * rowBytes + from, fault);
      }
    } else {
      ByteBuffer whole = block(channel, blocks, page, block, fault);
      for (int i = 0; i < rows; i++) {
        result.put(i * bytes, whole, (int) ((row + i) * rowBytes + from), bytes);
      }
    }
    return result.clear().order(blocks.order());
  }

  private ByteBuffer block(
      FileChannel channel, TiffBlocks blocks, int page, int block, TiffFault fault)
      throws IOException {
    Key key = new Key(page, block);
    ByteBuffer found = find(key);
    if (found != null) {
      return found;
    }
    ByteBuffer decoded = decode(channel, blocks, block, fault);
    if (decoded.capacity() <= roomBytes) {
      remember(key, decoded);
    }
    return decoded;
  }

  private synchronized @Nullable ByteBuffer find(Key key) {
    return remembered.get(key);
  }

  private synchronized void remember(Key key, ByteBuffer block) {
    if (remembered.put(key, block) == null) {
      rememberedBytes += block.capacity();
    }
    while (rememberedBytes > roomBytes) {
      Key oldest = remembered.keySet().iterator().next();
      ByteBuffer dropped = remembered.remove(oldest);
      rememberedBytes -= dropped == null ? 0 : dropped.capacity();
    }
  }

  private ByteBuffer decode(FileChannel channel, TiffBlocks blocks, int block, TiffFault fault)
      throws IOException {
    int rows = blocks.rows(block / blocks.across() % blocks.down());
    int size = (int) (blocks.rowBytes() * rows);
    if (blocks.compression() == TiffCompression.OLD_JPEG) {
      Heap.require(file, 3.0 * size);
      return ByteBuffer.wrap(TiffJpeg.page(file, blocks, fault));
    }
    Heap.require(file, (double) blocks.lengths()[block] + 2.0 * size);
    byte[] stored = new byte[(int) blocks.lengths()[block]];
    fill(channel, ByteBuffer.wrap(stored), blocks.offsets()[block], fault);
    for (int i = 0; blocks.bitsReversed() && i < stored.length; i++) {
      stored[i] = (byte) (Integer.reverse(stored[i]) >>> 24);
    }
    if (blocks.compression() == TiffCompression.JPEG) {
      return ByteBuffer.wrap(TiffJpeg.block(file, blocks, stored, rows, fault));
    }
    byte[] raw = new byte[(int) blocks.storedBytes(rows)];
    expand(blocks, stored, raw, fault);
    if (blocks.isClustered()) {
      return ByteBuffer.wrap(TiffColors.spread(blocks, raw, rows));
    }
    ByteBuffer decoded = ByteBuffer.wrap(raw).order(blocks.order());
    TiffPredictor.undo(blocks, decoded, rows);
    return decoded;
  }

  private static void expand(TiffBlocks blocks, byte[] stored, byte[] raw, TiffFault fault)
      throws ImageFormatException {
    if (blocks.compression() == TiffCompression.FAX) {
      int code = (int) blocks.fields().integer(TiffDirectory.COMPRESSION, 1);
      boolean twoDimensional = (blocks.fields().integer(TiffDirectory.T4_OPTIONS, 0) & 1) == 1;
      if (!TiffFax.expand(stored, raw, blocks.width(), code, twoDimensional)) {
        throw fault.damaged("its fax data end early or make no sense");
      }
      return;
    }
    try {
      int length = blocks.compression().expand(stored, raw);
      if (length < raw.length) {
        throw fault.damaged(
            "a strip or tile holds " + length + " bytes where its size asks for " + raw.length);
      }
    } catch (DataFormatException e) {
      ImageFormatException damaged = fault.damaged("a strip or tile is no deflate stream");
      damaged.initCause(e);
      throw damaged;
    }
  }

  private static void fill(FileChannel channel, ByteBuffer to, long at, TiffFault fault)
      throws IOException {
    long begin = at - to.position();
    while (to.hasRemaining()) {
      if (channel.read(to, begin + to.position()) < 0) {
        throw fault.damaged("its pixels lie beyond the end of the file");
      }
    }
  }
}
