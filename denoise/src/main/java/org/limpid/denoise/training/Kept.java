package org.limpid.denoise.training;

import java.util.Map;

/**
 * Weights that were kept on the way.
 *
 * @param name {@code best-1} and so on, or {@code last}
 * @param step number of steps done
 * @param weights values by path of the parameter, statistics included
 */
public record Kept(String name, int step, Map<String, float[]> weights) {}
