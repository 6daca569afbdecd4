@NullMarked
package org.limpid.denoise.masking;

import org.jspecify.annotations.NullMarked;
