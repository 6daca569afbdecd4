package org.limpid.denoise.predict;

import org.jspecify.annotations.Nullable;
import org.limpid.tensor.Scope;
import org.limpid.tensor.Tensor;

/** Adds results up one by one, so that no more than two are held. */
final class RunningMean {

  private @Nullable Tensor sum;
  private int count;

  /** Adds a result that was made within a scope; the sum moves out of it. */
  void add(Tensor result, Scope scope) {
    Tensor total = scope.keep(sum == null ? result : sum.add(result));
    if (sum != null) {
      sum.close();
    }
    sum = total;
    count++;
  }

  Tensor value() {
    if (sum == null) {
      throw new IllegalStateException("predict: nothing to average");
    }
    return sum.times(1f / count);
  }
}
