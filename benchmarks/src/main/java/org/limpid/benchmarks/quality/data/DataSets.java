package org.limpid.benchmarks.quality.data;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** All image sets, by name. */
public final class DataSets {

  private DataSets() {}

  /** Every set, in the order in which help lists them. */
  public static List<DataSet> all() {
    List<DataSet> all = new ArrayList<>();
    all.addAll(Microscopy.sets());
    all.addAll(AddedNoise.sets());
    all.addAll(Cameras.sets());
    all.addAll(Generated.sets());
    return all;
  }

  /**
   * The set of a name.
   *
   * @throws IllegalArgumentException if there is none; names those there are
   */
  public static DataSet find(String name) {
    return all().stream()
        .filter(set -> set.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--data: no set '"
                        + name
                        + "' (there is: "
                        + all().stream().map(DataSet::name).collect(Collectors.joining(", "))
                        + ")."));
  }
}
