/** How good results are, on data whose truth is known: programs that print tables. */
@NullMarked
package org.limpid.benchmarks.quality;

import org.jspecify.annotations.NullMarked;
