package org.limpid.autograd;

import org.jspecify.annotations.Nullable;
import org.limpid.tensor.Tensor;

/**
 * The derivative rule of an operation on one tensor that can add to a gradient as cheaply as write
 * one. An input that is used elsewhere too is then spared a pass over memory.
 */
@FunctionalInterface
public interface AddingVjp {

  /**
   * Turns the gradient of the result into that of the input; as {@link Vjp#apply}.
   *
   * @param gradY gradient of the loss with respect to the result. May be overwritten unless it
   *     {@linkplain Tensor#isShared() is shared}.
   * @param sum what later uses of the input gave for it so far, of its shape; null if there is
   *     nothing, or nothing that may be changed. May be modified only to be returned.
   * @return {@code sum} with the gradient added, or the gradient alone
   */
  Tensor apply(Tensor gradY, @Nullable Tensor sum);
}
