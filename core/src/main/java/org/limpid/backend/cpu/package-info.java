/**
 * The processor as a backend: kernels over Java arrays.
 *
 * <p>Every kernel splits its work into chunks whose bounds depend on the shape only, and combines
 * what chunks computed in their order, so that results do not depend on the number of threads.
 * Loops are shaped so that the compiler turns them into vector instructions: one counted loop a
 * method, and arrays read and written at the same index.
 */
@NullMarked
package org.limpid.backend.cpu;

import org.jspecify.annotations.NullMarked;
