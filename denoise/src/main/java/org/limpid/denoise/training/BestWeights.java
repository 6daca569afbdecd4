package org.limpid.denoise.training;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.limpid.nn.Network;
import org.limpid.nn.weights.WeightsFile;
import org.limpid.tensor.Tensor;

/** The weights of the best few validations, best first. */
final class BestWeights implements AutoCloseable {

  private static final String PREFIX = "best.";

  /** Copies of all values of the network, by path. */
  private record Entry(int step, double loss, Map<String, Tensor> weights) {

    String prefix() {
      return PREFIX + step + ".";
    }

    void close() {
      weights.values().forEach(Tensor::close);
    }
  }

  private final int most;
  private final List<Entry> entries = new ArrayList<>();

  /** Keeps up to a number of them, which may be 0. */
  BestWeights(int most) {
    this.most = most;
  }

  /** Keeps the weights a network has now if their loss is among the lowest. */
  void offer(int step, double loss, Network network) {
    if (most == 0 || entries.stream().anyMatch(entry -> entry.step() == step)) {
      return; // the latter after going on from a checkpoint
    }
    if (entries.size() < most || loss < entries.get(most - 1).loss()) {
      add(step, loss, WeightsFile.tensors(network, ""));
    }
  }

  private void add(int step, double loss, Map<String, Tensor> weights) {
    Map<String, Tensor> copies = new LinkedHashMap<>();
    weights.forEach((path, value) -> copies.put(path, value.to(value.device())));
    entries.add(new Entry(step, loss, copies));
    entries.sort(Comparator.comparingDouble(Entry::loss)); // stable: the earlier of equal ones
    if (entries.size() > most) {
      entries.remove(most).close();
    }
  }

  /** Gives a network the best weights, if there are any. */
  void applyTo(Network network) {
    if (!entries.isEmpty()) {
      Map<String, Tensor> best = entries.get(0).weights();
      WeightsFile.tensors(network, "")
          .forEach((path, live) -> Learner.copy(Objects.requireNonNull(best.get(path)), live));
    }
  }

  /** What is kept, best first. */
  List<Kept> kept() {
    List<Kept> kept = new ArrayList<>();
    for (Entry entry : entries) {
      Map<String, float[]> weights = new LinkedHashMap<>();
      entry.weights().forEach((path, value) -> weights.put(path, value.toArray()));
      kept.add(new Kept("best-" + (entries.indexOf(entry) + 1), entry.step(), weights));
    }
    return kept;
  }

  /** For a checkpoint: weights by name. */
  Map<String, Tensor> tensors() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Entry entry : entries) {
      entry.weights().forEach((path, value) -> tensors.put(entry.prefix() + path, value));
    }
    return tensors;
  }

  /** For a checkpoint: losses by step, as JSON has it. */
  Map<String, Object> describe() {
    Map<String, Object> losses = new LinkedHashMap<>();
    entries.forEach(entry -> losses.put(String.valueOf(entry.step()), entry.loss()));
    return losses;
  }

  /** Becomes what {@link #tensors} and {@link #describe} gave. */
  void restore(Map<String, Tensor> saved, Entries losses) {
    for (String step : losses.map().keySet()) {
      String prefix = PREFIX + step + ".";
      Map<String, Tensor> weights = new LinkedHashMap<>();
      saved.forEach(
          (name, value) -> {
            if (name.startsWith(prefix)) {
              weights.put(name.substring(prefix.length()), value);
            }
          });
      if (!step.matches("\\d{1,9}")) {
        throw Entries.wrong("best", "losses by step");
      }
      add(Integer.parseInt(step), losses.number(step), weights);
    }
  }

  @Override
  public void close() {
    entries.forEach(Entry::close);
    entries.clear();
  }
}
