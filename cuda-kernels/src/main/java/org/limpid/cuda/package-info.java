/** The NVIDIA GPU backend. Depend on its jar at run time only: it is found, not imported. */
@NullMarked
package org.limpid.cuda;

import org.jspecify.annotations.NullMarked;
