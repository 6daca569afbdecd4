package org.limpid.denoise.training;

import java.util.Map;

/**
 * Weights that were kept on the way.
 *
 * @param step number of steps done
 * @param loss of the validation then
 * @param weights values by path of the parameter, statistics included
 */
public record Kept(int step, double loss, Map<String, float[]> weights) {}
