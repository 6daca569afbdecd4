package org.limpid.cuda;

/**
 * How many threads run a kernel.
 *
 * @param blocksX blocks along x, at least 1
 * @param blocksY blocks along y, 1 to 65535
 * @param threads of a block
 * @param sharedBytes of a block, beyond what the kernel declares itself
 */
record LaunchShape(int blocksX, int blocksY, int threads, int sharedBytes) {
  @Override
  public String toString() {
    return blocksX + " x " + blocksY + " blocks of " + threads + " threads";
  }
}
