@NullMarked
package org.limpid.denoise.synthetic;

import org.jspecify.annotations.NullMarked;
