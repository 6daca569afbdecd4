package org.limpid.denoise.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a training went, as kept with the model. Without times: the same training gives the same
 * file.
 *
 * @param steps number of steps done
 * @param points losses on the way
 * @param quality how far results are from the truth; null where that cannot be told
 * @param unjudged why that cannot be told, a few words for people; null where it can, and where
 *     nobody tried
 */
public record TrainingHistory(
    int steps, List<Point> points, @Nullable QualityEstimate quality, @Nullable String unjudged) {

  /** A history without an estimate of quality. */
  public TrainingHistory(int steps, List<Point> points) {
    this(steps, points, null, null);
  }

  /**
   * A place on the way.
   *
   * @param step number of steps done
   * @param loss mean loss of the steps since the last point
   * @param learningRate rate of the last step
   * @param validationLoss mean loss over the patches held out, null if there are none
   */
  public record Point(int step, double loss, float learningRate, @Nullable Double validationLoss) {

    private List<@Nullable Object> describe() {
      List<@Nullable Object> row = new ArrayList<>();
      Collections.addAll(row, step, loss, learningRate, validationLoss);
      return row;
    }

    private static Point read(@Nullable Object row) {
      if (!(row instanceof List<?> list)
          || list.size() != 4
          || !(list.get(0) instanceof Long step)
          || !(list.get(1) instanceof Number loss)
          || !(list.get(2) instanceof Number rate)
          || !(list.get(3) == null || list.get(3) instanceof Number)) {
        throw new IllegalArgumentException(
            "history: a point is damaged"
                + " (expected: [step, loss, rate, validation loss or null])");
      }
      Double validation = list.get(3) instanceof Number number ? number.doubleValue() : null;
      return new Point(step.intValue(), loss.doubleValue(), rate.floatValue(), validation);
    }
  }

  /** Copies the list. */
  public TrainingHistory {
    points = List.copyOf(points);
  }

  /** The same with what was found about the quality. */
  public TrainingHistory with(Examination.Finding finding) {
    return new TrainingHistory(steps, points, finding.estimate(), finding.reason());
  }

  /** The same up to a step, and nothing about quality. */
  public TrainingHistory until(int step) {
    return new TrainingHistory(
        Math.min(step, steps), points.stream().filter(point -> point.step() <= step).toList());
  }

  /**
   * For files, as JSON has it: steps, and points as {@code [step, loss, rate, validation loss]}.
   */
  public Map<String, Object> describe() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("steps", steps);
    map.put("points", points.stream().map(Point::describe).toList());
    if (quality != null) {
      map.put("quality", quality.describe());
    }
    if (unjudged != null) {
      map.put("unjudged", unjudged);
    }
    return map;
  }

  /**
   * What {@link #describe} gave, read from a file.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static TrainingHistory read(@Nullable Object description) {
    Entries entries = Entries.of("history", description);
    List<Point> points = new ArrayList<>();
    for (Object row : entries.list("points")) {
      points.add(Point.read(row));
    }
    return new TrainingHistory(
        entries.count("steps"),
        points,
        entries.map().containsKey("quality")
            ? QualityEstimate.read(entries.object("quality"))
            : null,
        entries.map().get("unjudged") instanceof String text ? text : null);
  }
}
