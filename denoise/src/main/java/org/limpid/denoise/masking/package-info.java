/**
 * Blind spots: a {@link org.limpid.denoise.masking.MaskStrategy} hides pixels of a patch from a
 * network, which is then asked for them. A strategy is a lambda:
 *
 * <pre>{@code
 * MaskStrategy rows = (patch, random) -> {
 *   for (int y = 1 + random.nextInt(2); y < patch.height(); y += 2) {
 *     for (int x = 0; x < patch.width(); x++) {
 *       patch.hide(y, x, patch.get(y - 1, x));
 *     }
 *   }
 * };
 * }</pre>
 */
@NullMarked
package org.limpid.denoise.masking;

import org.jspecify.annotations.NullMarked;
