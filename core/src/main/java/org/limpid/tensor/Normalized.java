package org.limpid.tensor;

/**
 * What batch normalisation gives.
 *
 * @param value normalised activation, of the input's shape
 * @param mean mean of each channel, {@code [C]}; not differentiable
 * @param variance variance of each channel, {@code [C]}, divided by the count; not differentiable
 */
public record Normalized(Tensor value, Tensor mean, Tensor variance) {}
