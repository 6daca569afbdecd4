@NullMarked
package org.limpid.denoise.diagnosis;

import org.jspecify.annotations.NullMarked;
