package org.limpid.benchmarks;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The share of a peer's time that Limpid may take.
 *
 * @param work how the names of the works begin
 * @param peer whose time
 * @param path {@code vector} or {@code plain}
 * @param ratio largest share
 */
record Goal(String work, String peer, String path, double ratio) {

  private static final String TORCH = "libtorch";

  /** The longer names stand before those they begin with. */
  private static final List<Goal> ALL =
      List.of(
          new Goal("n2v-train", TORCH, "vector", 0.33),
          new Goal("n2v-sparse-train", TORCH, "vector", 0.33),
          new Goal("n2v-bn-train", TORCH, "vector", 0.40),
          new Goal("n2v-infer", TORCH, "vector", 0.30),
          new Goal("n2v-infer", "ONNX Runtime", "vector", 0.45),
          new Goal("conv3x3-forward", TORCH, "vector", 0.42),
          new Goal("conv3x3-weight-gradient-128", TORCH, "vector", 0.70),
          new Goal("conv3x3-weight-gradient", TORCH, "vector", 0.45),
          new Goal("3d-train", TORCH, "vector", 0.60),
          new Goal("n2v-train", TORCH, "plain", 1.5),
          new Goal("n2v-sparse-train", TORCH, "plain", 1.5),
          new Goal("n2v-bn-train", TORCH, "plain", 1.5),
          new Goal("n2v-infer", TORCH, "plain", 1.5),
          new Goal("3d-train", TORCH, "plain", 1.5));

  /** The share for a work, null if none was set. */
  static @Nullable Double of(String work, String peer, String path) {
    return ALL.stream()
        .filter(goal -> work.startsWith(goal.work))
        .filter(goal -> goal.peer.equals(peer) && goal.path.equals(path))
        .map(Goal::ratio)
        .findFirst()
        .orElse(null);
  }
}
