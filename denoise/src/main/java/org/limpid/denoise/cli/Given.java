package org.limpid.denoise.cli;

import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Applies what was given on the command line to options. */
final class Given {
  private Given() {}

  /**
   * The options, changed if there is a value.
   *
   * @throws UserException if the value is refused, with the words of whoever refuses it
   */
  static <T, V> T apply(T options, @Nullable V value, BiFunction<T, V, T> change) {
    if (value == null) {
      return options;
    }
    try {
      return change.apply(options, value);
    } catch (IllegalArgumentException e) {
      throw new UserException(String.valueOf(e.getMessage()), e);
    }
  }
}
