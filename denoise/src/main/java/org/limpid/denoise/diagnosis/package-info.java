/**
 * Says what kind of noise an image has, how much, and which method suits it.
 *
 * <p>Noise is told from signal by looking at small blocks from which smooth shading is taken away,
 * and there at the flattest of each brightness. Where an image has no flat part the answers are
 * marked as upper bounds: one image cannot tell fine texture from noise.
 */
@NullMarked
package org.limpid.denoise.diagnosis;

import org.jspecify.annotations.NullMarked;
