package org.limpid.autograd;

import org.limpid.tensor.Tensor;

/**
 * A named value that training changes; the only mutable thing among tensors.
 *
 * <p>One writer, the training thread; reading from other threads is safe while nobody trains.
 */
public final class Parameter {

  private final String name;
  private final boolean trainable;
  private Tensor value;

  private Parameter(String name, Tensor value, boolean trainable) {
    this.name = name;
    this.value = value;
    this.trainable = trainable;
  }

  /**
   * A parameter that an optimiser changes.
   *
   * @param name for messages and model files, such as {@code weight}
   * @param value initial value; now belongs to the parameter and must not be in a scope
   */
  public static Parameter trainable(String name, Tensor value) {
    return new Parameter(name, value, true);
  }

  /** A value that is saved with the model but not trained by gradients, such as a running mean. */
  public static Parameter statistic(String name, Tensor value) {
    return new Parameter(name, value, false);
  }

  /** For messages and model files. */
  public String name() {
    return name;
  }

  /** Whether gradients are computed for it. */
  public boolean isTrainable() {
    return trainable;
  }

  /** The value now. On an open tape it is tracked if trainable. */
  public Tensor value() {
    if (trainable) {
      Tape tape = Tape.current();
      if (tape != null) {
        tape.watch(this);
      }
    }
    return value;
  }

  /** The value, without telling any tape. */
  Tensor untracked() {
    return value;
  }

  /**
   * Replaces the value and closes the old one.
   *
   * @param replacement same shape, same device, not owned by a scope that will close
   */
  public void set(Tensor replacement) {
    if (!replacement.shape().equals(value.shape())) {
      throw new IllegalArgumentException(
          "parameter '"
              + name
              + "': shape "
              + replacement.shape()
              + " (expected: "
              + value.shape()
              + ")");
    }
    Tensor old = value;
    value = replacement;
    if (old != replacement) {
      old.close();
    }
  }

  @Override
  public String toString() {
    return name + " " + value.shape();
  }
}
