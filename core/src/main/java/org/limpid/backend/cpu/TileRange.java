package org.limpid.backend.cpu;

/**
 * Consecutive tiles.
 *
 * @param tiles all of them
 * @param first number of the first one
 * @param count how many
 */
record TileRange(Tiles tiles, int first, int count) {}
