package org.limpid.benchmarks.quality;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.limpid.benchmarks.quality.baseline.Baseline;
import org.limpid.benchmarks.quality.baseline.Baselines;
import org.limpid.benchmarks.quality.data.DataSet;
import org.limpid.benchmarks.quality.data.DataSets;

/**
 * Finds the method that was asked for, and lets it learn before if there is a set to learn from.
 *
 * @param request names it
 * @param workplace for a model that nobody asked to keep
 * @param out is told what learning took
 */
record Methods(Request request, Workplace workplace, PrintStream out) {

  /** Options of {@code train} that matter to predictions, too. */
  private static final List<String> SHARED =
      List.of("--device", "--precision", "--engine", "--memory");

  /**
   * The method.
   *
   * @throws IllegalArgumentException if the request contradicts itself
   * @throws IOException if learning fails
   */
  Method chosen() throws IOException {
    Optional<Baseline> baseline = Baselines.find(request.method());
    if (baseline.isPresent()) {
      return baseline(baseline.get());
    }
    if (request.learn().isPresent()) {
      return learned(DataSets.find(request.learn().get()));
    }
    List<String> options = new ArrayList<>(request.others());
    String label = String.join(" ", options);
    // A model that was trained before brings its method with it.
    if (!options.contains("--model")) {
      label = (request.method() + " " + label).strip();
      options.addAll(List.of("--method", request.method()));
    }
    options.addAll(threads());
    return new CommandLineMethod(request.label().orElse(label), options);
  }

  private Method baseline(Baseline baseline) {
    if (request.learn().isPresent()) {
      throw new IllegalArgumentException(
          "--learn " + request.learn().get() + ": " + baseline.name() + " learns nothing");
    }
    if (!request.others().isEmpty()) {
      throw new IllegalArgumentException(
          baseline.name() + " has no options " + request.others() + " (expected: --sigma)");
    }
    return new BaselineMethod(baseline, request.sigma(), request.threads());
  }

  /** All that is left to do for an image is a prediction. */
  private Method learned(DataSet lessons) throws IOException {
    if (lessons.name().equals(request.data())) {
      throw new IllegalArgumentException(
          "--learn " + lessons.name() + ": is what is measured. Leave it out, or name another.");
    }
    Path model = request.model().orElse(workplace.path("model.safetensors"));
    List<String> options = new ArrayList<>(request.others());
    String label =
        (request.method() + " " + String.join(" ", options)).strip() + ", from " + lessons.name();
    options.addAll(threads());
    LimpidProcess.Ended ended =
        new Schooling(lessons, request.folder(), request.learnLimit())
            .learn(request.method(), options, model);
    out.printf(
        Locale.ROOT,
        "Learned from %s: %s steps, %.0f s, %.0f s of processor time.%n%n",
        lessons.name(),
        ended.said().get("steps"),
        ended.seconds(),
        ended.processorSeconds());
    if (request.average() > 1) {
      label += ", averaged over " + request.average();
    }
    return new CommandLineMethod(request.label().orElse(label), prediction(model));
  }

  private List<String> prediction(Path model) {
    List<String> options = new ArrayList<>(List.of("--model", model.toString()));
    options.addAll(List.of("--average", String.valueOf(request.average())));
    options.addAll(threads());
    for (String name : SHARED) {
      int place = request.others().indexOf(name);
      if (place >= 0 && place + 1 < request.others().size()) {
        options.addAll(request.others().subList(place, place + 2));
      }
    }
    return options;
  }

  private List<String> threads() {
    return List.of("--threads", String.valueOf(request.threads()));
  }
}
