package org.limpid.benchmarks.quality.data;

import org.limpid.denoise.Image;

/**
 * An image whose truth is known.
 *
 * @param noisy what a method is given; not clipped and not rounded where noise was added
 * @param clean what its result is compared with
 */
public record TestImage(Image noisy, Image clean) {}
