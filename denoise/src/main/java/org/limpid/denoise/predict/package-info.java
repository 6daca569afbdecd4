/**
 * Prediction in bounded memory: {@link org.limpid.denoise.predict.Tiling} cuts an image into tiles,
 * {@link org.limpid.denoise.predict.TiledPredictor} runs a network over them, as a {@link
 * org.limpid.denoise.predict.Reading} says.
 */
@NullMarked
package org.limpid.denoise.predict;

import org.jspecify.annotations.NullMarked;
