package org.limpid.denoise.patch;

import java.util.List;
import org.limpid.backend.Orientation;

/** Orientations that patches are trained in and predictions are averaged over. */
public enum Symmetries {
  /** As it is. */
  NONE(List.of(Orientation.IDENTITY)),
  /** Four: left and right, top and bottom exchanged or not. */
  FLIPS(Orientation.SQUARE.stream().filter(o -> !o.transpose()).toList()),
  /** Eight: the four quarter turns, each with and without a mirror image. */
  TURNS_AND_FLIPS(Orientation.SQUARE);

  private final List<Orientation> orientations;

  Symmetries(List<Orientation> orientations) {
    this.orientations = orientations;
  }

  /** All of them, {@link Orientation#IDENTITY} first. Volumes turn about the depth axis. */
  public List<Orientation> orientations() {
    return orientations;
  }

  /** Those under which a patch of the given extents keeps its shape. */
  public Symmetries keeping(int height, int width) {
    return this == TURNS_AND_FLIPS && height != width ? FLIPS : this;
  }
}
