/**
 * Derivatives by a tape: operations are listed as they run, and the list is walked once backwards.
 */
@NullMarked
package org.limpid.autograd;

import org.jspecify.annotations.NullMarked;
