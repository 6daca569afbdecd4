package org.limpid.denoise.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Constants by the names that the command line gives them: {@code WITHOUT_X} as without-x. */
final class Choice {
  private Choice() {}

  /**
   * The constant of a name.
   *
   * @throws UserException if there is none; lists those there are
   */
  static <E extends Enum<E>> E of(String option, String text, Class<E> type) {
    for (E constant : type.getEnumConstants()) {
      if (name(constant).equals(text)) {
        return constant;
      }
    }
    throw new UserException(
        option
            + " '"
            + text
            + "' (expected: one of "
            + Arrays.stream(type.getEnumConstants())
                .map(Choice::name)
                .collect(Collectors.joining(", "))
            + ").");
  }

  /** The name of a constant. */
  static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
