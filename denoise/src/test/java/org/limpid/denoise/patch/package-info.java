@NullMarked
package org.limpid.denoise.patch;

import org.jspecify.annotations.NullMarked;
