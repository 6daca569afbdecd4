package org.limpid.denoise.report;

/**
 * How much better a result is than the noisy image.
 *
 * @param decibels gain in PSNR
 * @param low lower end of its interval, in dB; NaN if there is none
 * @param high upper end, likewise
 * @param how how it was found, a few words such as {@code estimated without a truth}
 */
public record Gain(double decibels, double low, double high, String how) {}
