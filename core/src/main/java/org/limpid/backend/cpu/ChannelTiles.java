package org.limpid.backend.cpu;

/**
 * How {@code [pixels, channels]} falls into tiles of about 1000 elements, and tiles into chunks;
 * and the loops over tiles.
 *
 * <p>A tile is worked on in scratch memory, where pixels stand at the same index as the factors of
 * their channels, which are repeated for every pixel of a tile. A tile and its factors fit into the
 * first-level cache.
 *
 * @param pixels at least 1
 * @param channels at least 1
 */
record ChannelTiles(int pixels, int channels) {

  private static final int TILE = 1 << 10;
  private static final int MOST_CHUNKS = 64;

  /** Pixels of a tile. */
  int pixelsOfTile() {
    return Math.max(1, TILE / channels);
  }

  /** Elements of a tile. */
  int tile() {
    return pixelsOfTile() * channels;
  }

  /** Pixels of a chunk: whole tiles, and so many that there are few partial sums. */
  int chunk() {
    long tiles = Math.max(Elements.CHUNK / TILE, (long) pixels / pixelsOfTile() / MOST_CHUNKS + 1);
    return (int) Math.min(pixels, tiles * pixelsOfTile());
  }

  /** Number of chunks. */
  int chunks() {
    return (pixels + chunk() - 1) / chunk();
  }

  /** What is done with a tile. */
  @FunctionalInterface
  interface TileTask {

    /**
     * Does one tile.
     *
     * @param at index of its first element among all
     * @param count elements in it
     */
    void run(int at, int count);
  }

  /** Goes through the tiles of pixels {@code begin} to {@code end - 1}. */
  void each(int begin, int end, TileTask task) {
    for (int pixel = begin; pixel < end; pixel += pixelsOfTile()) {
      task.run(pixel * channels, Math.min(pixelsOfTile(), end - pixel) * channels);
    }
  }

  /** Writes values of channels to every pixel of a tile. */
  void repeat(float[] values, float[] tile) {
    for (int at = 0; at < tile(); at += channels) {
      System.arraycopy(values, 0, tile, at, channels);
    }
  }
}
