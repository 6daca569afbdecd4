/**
 * What trainers share. A trainer brings what is its own, how a {@link
 * org.limpid.denoise.training.BatchSource} makes batches and what {@link
 * org.limpid.denoise.training.Objective} they are judged by; the {@link
 * org.limpid.denoise.training.TrainingLoop} does the rest: order of events, learning rate, averaged
 * weights, validation, budget, progress and stop.
 */
@NullMarked
package org.limpid.denoise.training;

import org.jspecify.annotations.NullMarked;
