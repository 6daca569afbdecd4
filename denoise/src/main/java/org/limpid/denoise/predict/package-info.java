/**
 * Prediction in bounded memory: {@link org.limpid.denoise.predict.Tiling} cuts an image into tiles,
 * {@link org.limpid.denoise.predict.TiledPredictor} runs a network over them.
 */
@NullMarked
package org.limpid.denoise.predict;

import org.jspecify.annotations.NullMarked;
