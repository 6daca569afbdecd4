@NullMarked
package org.limpid.denoise.training;

import org.jspecify.annotations.NullMarked;
