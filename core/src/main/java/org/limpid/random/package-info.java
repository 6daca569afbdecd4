/** Counter-based random numbers: the same for every thread count, backend and order of use. */
@NullMarked
package org.limpid.random;

import org.jspecify.annotations.NullMarked;
