package org.limpid.backend;

/**
 * A tensor seen as {@code [outer, length, inner]}, to work along its middle axis.
 *
 * @param outer product of the extents before the axis
 * @param length extent of the axis
 * @param inner product of the extents after the axis
 */
public record AxisGeometry(long outer, long length, long inner) {}
