/**
 * Values a person computes with: {@link org.limpid.tensor.Tensor}, its shape, the device that holds
 * it, and the scope that frees it.
 *
 * <p>Start at {@link org.limpid.tensor.Tensor}: every operation is a method there.
 */
@NullMarked
package org.limpid.tensor;

import org.jspecify.annotations.NullMarked;
