@NullMarked
package org.limpid.denoise.predict;

import org.jspecify.annotations.NullMarked;
