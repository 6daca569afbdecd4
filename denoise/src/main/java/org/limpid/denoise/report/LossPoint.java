package org.limpid.denoise.report;

/**
 * A point of a loss curve.
 *
 * @param step training steps done
 * @param training loss on the pixels trained on
 * @param validation loss on pixels kept aside; NaN if it was not measured
 */
public record LossPoint(long step, double training, double validation) {}
