package org.limpid.autograd;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.limpid.tensor.Tensor;

/**
 * The derivative rule of one recorded operation: a vector-Jacobian product.
 *
 * <p>Runs at most once, in a scope that frees its temporaries.
 */
@FunctionalInterface
public interface Vjp {

  /**
   * Turns the gradient of the result into the gradients of the inputs.
   *
   * @param gradY gradient of the loss with respect to the result, of its shape. May be overwritten
   *     unless it {@linkplain Tensor#isShared() is shared}.
   * @return one tensor for each input, in order and of its shape; null where {@link Tape#tracks}
   *     was false for the input. Returning {@code gradY} itself is fine.
   */
  List<? extends @Nullable Tensor> apply(Tensor gradY);
}
