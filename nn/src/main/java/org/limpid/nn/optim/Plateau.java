package org.limpid.nn.optim;

import java.util.LinkedHashMap;
import java.util.Map;

/** Lowers the learning rate when the validation loss stops falling. */
final class Plateau implements Schedule {

  private final float factor;
  private final int patience;
  private final double minDelta;
  private final float minimum;

  private double scale = 1;
  private double best = Double.POSITIVE_INFINITY;
  private int waited;

  Plateau(float factor, int patience, double minDelta, float minimum) {
    Range.share("plateau", "factor", factor);
    Range.atLeastZero("plateau", "minDelta", (float) minDelta);
    Range.atLeastZero("plateau", "minimum", minimum);
    if (patience < 1) {
      throw new IllegalArgumentException("plateau: patience " + patience + " (expected: >= 1)");
    }
    this.factor = factor;
    this.patience = patience;
    this.minDelta = minDelta;
    this.minimum = minimum;
  }

  @Override
  public float rate(float initial, long step, double done) {
    return Math.max((float) (initial * scale), Math.min(initial, minimum));
  }

  /** A loss that is not a number counts as no improvement. */
  @Override
  public void observe(double validationLoss) {
    if (validationLoss < best - minDelta) {
      best = validationLoss;
      waited = 0;
    } else if (++waited >= patience) {
      scale *= factor;
      waited = 0;
    }
  }

  @Override
  public Map<String, Double> state() {
    Map<String, Double> state = new LinkedHashMap<>();
    state.put("scale", scale);
    state.put("waited", (double) waited);
    if (Double.isFinite(best)) {
      state.put("best", best);
    }
    return state;
  }

  @Override
  public void restore(Map<String, ? extends Number> state) {
    scale = number(state, "scale", 1);
    waited = (int) number(state, "waited", 0);
    best = number(state, "best", Double.POSITIVE_INFINITY);
  }

  private static double number(Map<String, ? extends Number> state, String name, double standard) {
    Number value = state.get(name);
    return value == null ? standard : value.doubleValue();
  }
}
