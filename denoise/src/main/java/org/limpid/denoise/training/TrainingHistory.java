package org.limpid.denoise.training;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a training went, as kept with the model. Without times: the same training gives the same
 * file.
 *
 * @param steps number of steps done
 * @param points losses on the way
 */
public record TrainingHistory(int steps, List<Point> points) {

  /**
   * A place on the way.
   *
   * @param step number of steps done
   * @param loss mean loss of the steps since the last point
   * @param learningRate rate of the last step
   * @param validationLoss mean loss over the patches held out, null if there are none
   */
  public record Point(int step, double loss, float learningRate, @Nullable Double validationLoss) {}

  /** Copies the list. */
  public TrainingHistory {
    points = List.copyOf(points);
  }
}
