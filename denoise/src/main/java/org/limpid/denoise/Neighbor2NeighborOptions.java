package org.limpid.denoise;

/**
 * What {@link Neighbor2NeighborTrainer} can be told.
 *
 * @param consistency weight that the second term of the loss has in the end; it grows from 0. At
 *     least 0; 2 as published for synthetic noise, 16 for photographs. More keeps more detail, and
 *     more noise
 */
public record Neighbor2NeighborOptions(float consistency) {

  private static final float MOST = 1000;

  /** Consistency 2. */
  public static final Neighbor2NeighborOptions DEFAULT = new Neighbor2NeighborOptions(2);

  /** Checks the range. */
  public Neighbor2NeighborOptions {
    if (!(consistency >= 0 && consistency <= MOST)) {
      throw new IllegalArgumentException(
          "neighbor2neighbor: consistency " + consistency + " (expected: 0 to 1000)");
    }
  }

  /** The same with another weight of consistency. */
  public Neighbor2NeighborOptions withConsistency(float value) {
    return new Neighbor2NeighborOptions(value);
  }
}
