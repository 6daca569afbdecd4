package org.limpid.backend;

/**
 * How much memory a backend holds.
 *
 * @param liveBytes bytes in blocks that are allocated and not yet released
 * @param pooledBytes bytes kept in the pool, ready to be handed out again
 */
public record MemoryUse(long liveBytes, long pooledBytes) {}
