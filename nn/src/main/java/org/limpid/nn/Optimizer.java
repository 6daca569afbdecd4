package org.limpid.nn;

import java.util.Map;
import org.limpid.autograd.Gradients;
import org.limpid.tensor.Tensor;

/** Changes parameters against their gradients. Used by one thread, the training thread. */
public interface Optimizer extends AutoCloseable {

  /**
   * Takes one step.
   *
   * @throws IllegalStateException if the gradients hold a parameter this optimiser was not given;
   *     names it
   */
  void step(Gradients gradients);

  /** The learning rate of the next step. */
  float learningRate();

  /** Changes the learning rate; must be at least 0. */
  void setLearningRate(float rate);

  /** Number of steps taken. */
  long steps();

  /**
   * What a checkpoint has to keep beside the parameters: moments by name. The tensors are the
   * optimiser's own; do not close them.
   */
  Map<String, Tensor> state();

  /**
   * Goes on where another run stopped.
   *
   * @param steps number of steps taken then
   * @param state as given by {@link #state()}; copied
   */
  void restore(long steps, Map<String, Tensor> state);

  /**
   * Frees what only training needs, such as moments; the parameters stay usable. Closing twice is
   * harmless.
   */
  @Override
  void close();
}
