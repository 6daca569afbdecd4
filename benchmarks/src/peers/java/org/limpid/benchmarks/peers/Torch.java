package org.limpid.benchmarks.peers;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.stream.IntStream;
import org.limpid.benchmarks.Numbers;
import org.limpid.tensor.Tensor;

/** Arrays of Limpid as arrays of libtorch. */
final class Torch {

  private Torch() {}

  /** Where arrays live, with a number of threads for all that follows and gradients off. */
  static NDManager open(int threads) {
    NDManager root = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    JniUtils.setNumThreads(threads);
    JniUtils.setGradMode(false);
    return root;
  }

  /** A new array. */
  static PtNDArray array(NDManager owner, float[] values, long... extents) {
    return (PtNDArray) owner.create(values, new Shape(extents));
  }

  /** Images or volumes, channels first. */
  static PtNDArray images(NDManager owner, Tensor tensor) {
    int rank = tensor.shape().rank();
    long[] extents = new long[rank];
    extents[0] = tensor.shape().extent(0);
    extents[1] = tensor.shape().extent(-1);
    IntStream.range(2, rank).forEach(i -> extents[i] = tensor.shape().extent(i - 1));
    return array(owner, Numbers.channelsFirst(tensor.toArray(), tensor.shape()), extents);
  }

  /** Weights of a convolution, outputs first, inputs second. */
  static PtNDArray weight(NDManager owner, Tensor tensor) {
    int rank = tensor.shape().rank();
    long[] extents = new long[rank];
    extents[0] = tensor.shape().extent(-1);
    extents[1] = tensor.shape().extent(-2);
    IntStream.range(2, rank).forEach(i -> extents[i] = tensor.shape().extent(i - 2));
    return array(owner, Numbers.outputsFirst(tensor.toArray(), tensor.shape()), extents);
  }
}
