package org.limpid.backend.cpu;

/**
 * What is done to each sum before it is written: {@code max(sum + bias[channel], floor)}.
 *
 * @param bias at least one value for each channel, rounded up to a whole {@link
 *     PanelKernels#BLOCK}; what stands behind the last channel does not matter
 * @param floor 0 for a rectifier, negative infinity to leave the sum as it is
 */
record Epilogue(float[] bias, float floor) {}
