package org.limpid.nn.optim;

import java.util.Map;
import org.limpid.backend.ElementwiseKernels;
import org.limpid.backend.Storage;
import org.limpid.tensor.Scope;
import org.limpid.tensor.Tensor;

/**
 * An exponential moving average of parameters, which predicts better and more steadily than the
 * parameters of any one step (Polyak and Juditsky 1992; Tarvainen and Valpola 2017).
 *
 * <p>To predict with it, {@link #swap()} before and after. Running statistics of batch
 * normalisations are not averaged; they are averages already. Used by the training thread.
 */
public final class AveragedWeights implements AutoCloseable {

  private final ParameterBlock parameters;
  private final float decay;
  private final Moments average;
  private long updates;
  private boolean swapped;

  /**
   * Starts with the parameters as they are. Make it outside any scope or tape.
   *
   * @param parameters those of the optimiser
   * @param decay share of the average that is kept at each step, at least 0 and below 1; 0.999 is
   *     usual. In the first steps it is {@code (1 + t) / (10 + t)} if that is less, so that the
   *     beginning is soon forgotten.
   */
  public AveragedWeights(ParameterBlock parameters, float decay) {
    Range.share("averagedWeights", "decay", decay);
    this.parameters = parameters;
    this.decay = decay;
    this.average = new Moments(parameters, "average");
    kernels().copy(parameters.values().storage(), average.block(0).storage());
  }

  /**
   * Takes the parameters after a step into the average.
   *
   * @throws IllegalStateException if they are swapped
   */
  public void update() {
    checkNotSwapped("update");
    float warm = (1f + updates) / (10f + updates);
    updates++;
    parameters
        .device()
        .backend()
        .optimizer()
        .average(Math.min(decay, warm), parameters.values().storage(), average.block(0).storage());
  }

  /** Exchanges parameters and average; a second call undoes it. */
  public void swap() {
    Storage values = parameters.values().storage();
    Storage means = average.block(0).storage();
    try (Scope scope = Scope.open()) {
      Storage kept = Tensor.allocate(parameters.device(), parameters.values().shape()).storage();
      kernels().copy(values, kept);
      kernels().copy(means, values);
      kernels().copy(kept, means);
    }
    swapped = !swapped;
  }

  /**
   * Sets the parameters to the average, for good.
   *
   * @throws IllegalStateException if they are swapped
   */
  public void apply() {
    checkNotSwapped("apply");
    kernels().copy(average.block(0).storage(), parameters.values().storage());
  }

  /** Number of updates so far. */
  public long updates() {
    return updates;
  }

  /**
   * What a checkpoint has to keep: {@code average.PATH} for each parameter. The tensors are its
   * own; do not close them.
   *
   * @throws IllegalStateException if they are swapped
   */
  public Map<String, Tensor> state() {
    checkNotSwapped("state");
    return average.state();
  }

  /**
   * Goes on where another run stopped.
   *
   * @param updates number of updates then
   * @param state as given by {@link #state()}; copied
   */
  public void restore(long updates, Map<String, Tensor> state) {
    checkNotSwapped("restore");
    average.restore("averagedWeights.restore", updates, state);
    this.updates = updates;
  }

  private void checkNotSwapped(String op) {
    if (swapped) {
      throw new IllegalStateException(
          "averagedWeights." + op + ": parameters and average are swapped. Call swap() first");
    }
  }

  private ElementwiseKernels kernels() {
    return parameters.device().backend().elementwise();
  }

  /** Frees the average; the parameters stay as they are. Closing twice is harmless. */
  @Override
  public void close() {
    average.close();
  }
}
