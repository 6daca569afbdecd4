package org.limpid.denoise.training;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.limpid.nn.weights.Json;
import org.limpid.tensor.Device;
import org.limpid.tensor.Scope;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;

/**
 * A copy of all that training changes, on the device: where training goes back to if it diverges,
 * and what a checkpoint holds. Its memory is taken once.
 */
final class Snapshot implements AutoCloseable {

  private final Learner learner;
  private final TrainingState state;
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private String numbers = "";
  private int step;

  /** The first copy. Make it outside any scope or tape. */
  Snapshot(Learner learner, TrainingState state) {
    this.learner = learner;
    this.state = state;
    learner
        .tensors()
        .forEach((name, live) -> tensors.put(name, Tensor.allocate(live.device(), live.shape())));
    take();
  }

  /**
   * Copies what is there now, unless a weight is no longer a finite number.
   *
   * @return whether it did
   */
  boolean take() {
    Map<String, Tensor> live = learner.tensors();
    if (!isFinite(live)) {
      return false;
    }
    tensors.forEach((name, copy) -> Learner.copy(Objects.requireNonNull(live.get(name)), copy));
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("state", state.describe());
    map.put("learner", learner.describe());
    numbers = Json.print(map);
    step = state.step();
    return true;
  }

  /** One number is read back for all weights; their squares overflow where they are near it. */
  private static boolean isFinite(Map<String, Tensor> live) {
    try (Scope scope = Scope.open()) {
      Device device = live.values().iterator().next().device();
      Tensor sum = Tensor.zeros(device, Shape.of());
      for (Map.Entry<String, Tensor> entry : live.entrySet()) {
        if (Learner.isWeight(entry.getKey())) {
          sum = sum.add(entry.getValue().square().sum());
        }
      }
      return Float.isFinite(sum.item());
    }
  }

  /** Number of steps that were done when the copy was taken. */
  int step() {
    return step;
  }

  /** Copies, by the names of {@link Learner#tensors}. */
  Map<String, Tensor> tensors() {
    return tensors;
  }

  /** All that is no tensor, as JSON has it: {@code state} and {@code learner}. */
  Entries numbers() {
    return Entries.of("checkpoint", Json.parse(numbers));
  }

  /** Puts weights and what belongs to them back; the state goes on. */
  void restoreLearner() {
    learner.restore(tensors, numbers().object("learner"));
  }

  @Override
  public void close() {
    tensors.values().forEach(Tensor::close);
  }
}
