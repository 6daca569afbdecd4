package org.limpid.denoise.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.limpid.nn.weights.Json;
import org.limpid.nn.weights.Safetensors;
import org.limpid.tensor.Device;
import org.limpid.tensor.Scope;
import org.limpid.tensor.Tensor;

/**
 * A training in a safetensors file: weights, their average and what the optimiser remembers as
 * tensors, and in the metadata, under {@code limpid.checkpoint}, a JSON object:
 *
 * <pre>
 *   version      1
 *   fingerprint  what the training depends on
 *   state        history, counters
 *   learner      counters of optimiser, average and schedule
 *   best         losses of the best validations by their step
 * </pre>
 */
final class CheckpointFile {

  private static final String KEY = "limpid.checkpoint";
  private static final int VERSION = 1;
  private static final int LONGEST = 400;

  private final Path file;
  private final Fingerprint fingerprint;

  CheckpointFile(Path file, Fingerprint fingerprint) {
    this.file = file;
    this.fingerprint = fingerprint;
  }

  boolean exists() {
    return Files.exists(file);
  }

  @Override
  public String toString() {
    return file.toString();
  }

  void write(Snapshot snapshot, BestWeights best) throws IOException {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("version", VERSION);
    map.put("fingerprint", fingerprint.values());
    map.putAll(snapshot.numbers().map());
    map.put("best", best.describe());
    Map<String, Tensor> tensors = new LinkedHashMap<>(snapshot.tensors());
    tensors.putAll(best.tensors());
    Safetensors.write(file, Map.of(KEY, Json.print(map)), tensors);
  }

  /**
   * Sets a training to where it was.
   *
   * @throws UncheckedIOException if the file cannot be read or is damaged
   * @throws IllegalArgumentException if it belongs to another training; says what differs
   */
  void restore(Learner learner, TrainingState state, Device device) {
    try (Safetensors tensors = Safetensors.open(file);
        Scope scope = Scope.open()) {
      Entries entries = entries(tensors);
      checkSame(Fingerprint.read(entries.object("fingerprint")));
      Map<String, Tensor> saved = new LinkedHashMap<>();
      for (Map.Entry<String, Safetensors.Entry> entry : tensors.entries().entrySet()) {
        float[] values = tensors.read(entry.getKey());
        saved.put(entry.getKey(), Tensor.of(device, entry.getValue().shape(), values));
      }
      restore(learner, state, saved, entries);
      learner.best().tensors().values().forEach(scope::keep);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void restore(
      Learner learner, TrainingState state, Map<String, Tensor> saved, Entries entries)
      throws IOException {
    try {
      learner.restore(saved, entries.object("learner"));
      state.restore(entries.object("state"));
      learner.best().restore(saved, entries.object("best"));
    } catch (IllegalArgumentException e) {
      throw damaged(e);
    }
  }

  private Entries entries(Safetensors tensors) throws IOException {
    String text = tensors.metadata().get(KEY);
    if (text == null) {
      throw new IOException(file + ": no checkpoint of Limpid (expected: metadata '" + KEY + "')");
    }
    try {
      Entries entries = Entries.of("checkpoint", Json.parse(text));
      if (entries.count("version") != VERSION) {
        throw new IOException(
            file
                + ": checkpoint version "
                + entries.count("version")
                + " (expected: "
                + VERSION
                + "). Go on with the version of Limpid that wrote it");
      }
      entries.object("fingerprint");
      return entries;
    } catch (IllegalArgumentException e) {
      throw damaged(e);
    }
  }

  private IOException damaged(IllegalArgumentException e) {
    return new IOException(file + ": the checkpoint is damaged (" + e.getMessage() + ")", e);
  }

  private void checkSame(Fingerprint there) {
    List<String> differences = fingerprint.differences(there);
    if (!differences.isEmpty()) {
      throw new IllegalArgumentException(
          "resume: "
              + file
              + " belongs to another training ("
              + shown(String.join("; ", differences))
              + "). Give it the same images and options, or start anew without resuming");
    }
  }

  /** What the file says may be anything; of it as much as a line holds. */
  private static String shown(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
  }
}
