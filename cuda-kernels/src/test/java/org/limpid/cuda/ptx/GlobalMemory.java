package org.limpid.cuda.ptx;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Device memory: allocations far apart in one address space. Every access must lie within one of
 * them and be aligned; fresh memory holds NaN. Not thread-safe.
 */
public final class GlobalMemory {

  static final VarHandle BYTES_8 =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle BYTES_4 =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle BYTES_2 =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int ALIGNMENT = 256;
  private static final int GAP = 1 << 16;

  private final TreeMap<Long, byte[]> blocks = new TreeMap<>();
  private long next = 0x7f00_0000_0000L;
  private int frees;

  /** Remembers the allocation that was used last. */
  static final class Window {
    private final GlobalMemory memory;
    byte[] bytes = {};
    private long base;
    private int frees;

    Window(GlobalMemory memory) {
      this.memory = memory;
    }

    /** Forgets an allocation that may have ended. Call before a row of {@link #index}. */
    void refresh() {
      if (frees != memory.frees) {
        bytes = new byte[0];
        frees = memory.frees;
      }
    }

    /** Index of an address in {@link #bytes}, which becomes the allocation around it. */
    int index(long address, int width) {
      long index = address - base;
      if (index < 0 || index > bytes.length - width) {
        find(address, width);
        index = address - base;
      }
      if ((address & (width - 1)) != 0) {
        throw new PtxException(hex(address) + ": access of " + width + " bytes is misaligned");
      }
      return (int) index;
    }

    private void find(long address, int width) {
      Map.Entry<Long, byte[]> block = memory.blocks.floorEntry(address);
      if (block == null || address - block.getKey() > block.getValue().length - width) {
        throw new PtxException(hex(address) + ": access of " + width + " bytes is out of bounds");
      }
      base = block.getKey();
      bytes = block.getValue();
    }
  }

  /** Makes a block, aligned to 256 bytes, and returns its address. */
  public long allocate(long bytes) {
    long address = next;
    byte[] block = new byte[Math.toIntExact(bytes)];
    Arrays.fill(block, (byte) 0xff);
    blocks.put(address, block);
    next += (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT + GAP;
    return address;
  }

  /** Ends a block; accesses to it fail from now on. */
  public void free(long address) {
    if (blocks.remove(address) == null) {
      throw new PtxException(hex(address) + ": free of what is not a block");
    }
    frees++;
  }

  /** Number of blocks that were not freed. */
  public int blocks() {
    return blocks.size();
  }

  /** Copies words to the device. */
  public void write(long address, int[] words) {
    Window window = new Window(this);
    int at = words.length == 0 ? 0 : range(window, address, 4L * words.length);
    for (int i = 0; i < words.length; i++) {
      BYTES_4.set(window.bytes, at + 4 * i, words[i]);
    }
  }

  /** Copies numbers to the device. */
  public void write(long address, float[] numbers) {
    Window window = new Window(this);
    int at = numbers.length == 0 ? 0 : range(window, address, 4L * numbers.length);
    for (int i = 0; i < numbers.length; i++) {
      BYTES_4.set(window.bytes, at + 4 * i, Float.floatToRawIntBits(numbers[i]));
    }
  }

  /** Copies numbers from the device. */
  public void read(long address, float[] numbers) {
    Window window = new Window(this);
    int at = numbers.length == 0 ? 0 : range(window, address, 4L * numbers.length);
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Float.intBitsToFloat((int) BYTES_4.get(window.bytes, at + 4 * i));
    }
  }

  /** Copies within the device. */
  public void copy(long from, long to, long bytes) {
    if (bytes > 0) {
      Window source = new Window(this);
      Window target = new Window(this);
      int sourceAt = range(source, from, bytes);
      int targetAt = range(target, to, bytes);
      System.arraycopy(source.bytes, sourceAt, target.bytes, targetAt, (int) bytes);
    }
  }

  private static int range(Window window, long address, long bytes) {
    window.find(address, Math.toIntExact(bytes));
    return (int) (address - window.base);
  }

  private static String hex(long address) {
    return "0x" + Long.toHexString(address);
  }
}
