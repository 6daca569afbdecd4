package org.limpid.backend.cpu;

/**
 * What the way back through a batch normalisation multiplies with and adds: one number for each
 * element of a {@link ChannelTiles tile}.
 *
 * @param center mean
 * @param inverse of the deviation
 * @param scale {@code gain·inverse}
 * @param shift as in the forward pass
 * @param slope how the gradient depends on the normalised input, through the variance
 * @param constant what the mean takes back
 */
record NormalizationFactors(
    float[] center,
    float[] inverse,
    float[] scale,
    float[] shift,
    float[] slope,
    float[] constant) {}
