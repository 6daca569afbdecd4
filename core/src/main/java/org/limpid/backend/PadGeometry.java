package org.limpid.backend;

/**
 * A border around an activation.
 *
 * @param inner extents without the border
 * @param outer extents with it; same batch and channels
 * @param before border before the first inner element along each axis, at least 0; the rest of the
 *     difference in extents lies behind the last one. A mirrored border is shorter than the inner
 *     extent, so that one reflection fills it
 */
public record PadGeometry(Grid inner, Grid outer, Size3 before) {}
