package org.limpid.cuda;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.limpid.backend.ConvolutionKernels.Part;
import org.limpid.backend.Grid;
import org.limpid.backend.Size3;

/**
 * The input of a convolution, in one piece or two, as {@code operands.cuh} reads it.
 *
 * @param first channels that come first, or all
 * @param second the others, of full extents; null if there are none
 * @param channels of the first part
 * @param shift by which powers of two the extents of the first part are smaller
 */
record CudaInput(CudaStorage first, @Nullable CudaStorage second, int channels, Size3 shift) {

  private static final Size3 NONE = new Size3(0, 0, 0);

  /** An input in one piece. */
  static CudaInput whole(CudaStorage x, int channels) {
    return new CudaInput(x, null, channels, NONE);
  }

  /** Whether parts can be read where they are: one or two, of which the first may be smaller. */
  static boolean takes(Grid whole, List<Grid> parts) {
    int channels = parts.stream().mapToInt(Grid::channels).sum();
    return !parts.isEmpty()
        && parts.size() <= 2
        && channels == whole.channels()
        && isPowerOfTwo(whole.depth(), parts.get(0).depth())
        && isPowerOfTwo(whole.height(), parts.get(0).height())
        && isPowerOfTwo(whole.width(), parts.get(0).width())
        && (parts.size() == 1 || parts.get(1).space().equals(whole.space()));
  }

  private static boolean isPowerOfTwo(int whole, int part) {
    return part > 0 && whole % part == 0 && Integer.bitCount(whole / part) == 1;
  }

  /** Parts that {@link #takes} takes. */
  static CudaInput of(Launcher gpu, String op, String name, Grid whole, List<Part> parts) {
    Grid first = parts.get(0).grid();
    Size3 shift =
        new Size3(
            Integer.numberOfTrailingZeros(whole.depth() / first.depth()),
            Integer.numberOfTrailingZeros(whole.height() / first.height()),
            Integer.numberOfTrailingZeros(whole.width() / first.width()));
    return new CudaInput(
        storage(gpu, op, name, parts.get(0)),
        parts.size() == 1 ? null : storage(gpu, op, name, parts.get(1)),
        first.channels(),
        shift);
  }

  private static CudaStorage storage(Launcher gpu, String op, String name, Part part) {
    return gpu.of(op, name, part.storage(), part.grid().elements());
  }

  /** What kernels get for the second part. */
  Object secondOrNull() {
    return second == null ? (Object) 0L : second;
  }

  /** The structure {@code Part} of the kernels. */
  int[] part() {
    return new int[] {channels, shift.depth(), shift.height(), shift.width()};
  }

  /** Whether four neighbouring channels of it lie at an address of 16 bytes. */
  boolean isInFours() {
    return channels % 4 == 0
        && first.address % 16 == 0
        && (second == null || second.address % 16 == 0);
  }
}
