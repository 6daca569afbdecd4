/**
 * Noise removed without learning: images repeat themselves, and patches that are alike tell what
 * each of them shows.
 */
@NullMarked
package org.limpid.denoise.similar;

import org.jspecify.annotations.NullMarked;
