package org.limpid.denoise.training;

import org.limpid.backend.ElementwiseKernels.Binary;
import org.limpid.tensor.Device;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;

/** Adds up losses on the device, so that most steps need not wait for it. */
final class LossMeter implements AutoCloseable {

  private final Tensor sum;
  private int count;

  /** Make it outside any scope. */
  LossMeter(Device device) {
    sum = Tensor.zeros(device, Shape.of());
  }

  void add(Tensor loss) {
    sum.device()
        .backend()
        .elementwise()
        .binary(Binary.ADD, sum.storage(), loss.storage(), sum.storage());
    count++;
  }

  int count() {
    return count;
  }

  /** The mean of what was added since the last call, which waits for the device. */
  double takeMean() {
    double mean = sum.item() / (double) count;
    sum.device().backend().elementwise().fill(0, sum.storage());
    count = 0;
    return mean;
  }

  @Override
  public void close() {
    sum.close();
  }
}
