package org.limpid.denoise.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;
import org.limpid.denoise.training.TrainingListener.Plan;
import org.limpid.nn.Network;
import org.limpid.nn.weights.Json;

/**
 * What a training depends on, so that a checkpoint is not continued with other images or options.
 *
 * @param values texts by name
 */
record Fingerprint(Map<String, String> values) {

  private static final String IMAGES = "images";
  private static final int BATCHES = 4;

  /**
   * That of a training. Images are known by the first batches and what is held out: these are on
   * the scale of all images together, so that a change anywhere shows.
   */
  static Fingerprint of(
      Plan plan,
      Network network,
      TrainingOptions options,
      BatchSource batches,
      List<HostBatch> validation) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("method", plan.method());
    plan.settings().forEach((name, value) -> values.put(name, Json.print(value)));
    options.describe().forEach((name, value) -> values.put(name, Json.print(value)));
    network.architecture().forEach((name, value) -> values.put(name, Json.print(value)));
    CRC32C digest = new CRC32C();
    for (int step = 0; step < BATCHES; step++) {
      update(digest, batches.batch(step));
    }
    validation.forEach(batch -> update(digest, batch));
    values.put(IMAGES, Long.toHexString(digest.getValue()));
    return new Fingerprint(values);
  }

  private static void update(CRC32C digest, HostBatch batch) {
    update(digest, batch.input().values());
    update(digest, batch.target().values());
    update(digest, batch.weight().values());
  }

  /** Takes the bits of numbers in. */
  static void update(CRC32C digest, float[] values) {
    byte[] bytes = new byte[Integer.BYTES];
    for (float value : values) {
      int bits = Float.floatToRawIntBits(value);
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (bits >>> 8 * i);
      }
      digest.update(bytes, 0, bytes.length);
    }
  }

  static Fingerprint read(Entries entries) {
    Map<String, String> values = new LinkedHashMap<>();
    entries.map().forEach((name, value) -> values.put(name, String.valueOf(value)));
    return new Fingerprint(values);
  }

  /** What differs, for people; empty if nothing does. */
  List<String> differences(Fingerprint other) {
    Set<String> names = new LinkedHashSet<>(values.keySet());
    names.addAll(other.values.keySet());
    List<String> differences = new ArrayList<>();
    for (String name : names) {
      String here = values.getOrDefault(name, "none");
      String there = other.values.getOrDefault(name, "none");
      if (!here.equals(there)) {
        differences.add(
            name.equals(IMAGES)
                ? "other images"
                : name + " " + there + " there, " + here + " here");
      }
    }
    // Everything else changes what is drawn from the images, which says nothing about them.
    if (differences.size() > 1) {
      differences.remove("other images");
    }
    return differences;
  }
}
