/**
 * One file per operation: it checks, allocates, calls a kernel, and records its derivative. Not
 * exported: users call the methods of {@link org.limpid.tensor.Tensor}.
 */
@NullMarked
package org.limpid.tensor.ops;

import org.jspecify.annotations.NullMarked;
