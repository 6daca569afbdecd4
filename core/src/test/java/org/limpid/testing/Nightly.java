package org.limpid.testing;

/**
 * How thorough tests are that can take minutes or hours: short in {@code mvn verify}, in full under
 * {@code mvn -Pnightly verify}.
 */
public final class Nightly {

  /** System property that asks for the full form. */
  public static final String PROPERTY = "limpid.nightly";

  private Nightly() {}

  /** Whether the full form is asked for. */
  public static boolean isOn() {
    return Boolean.getBoolean(PROPERTY);
  }

  /** How often to do something, in the short and in the full form. */
  public static int times(int quick, int full) {
    return isOn() ? full : quick;
  }
}
