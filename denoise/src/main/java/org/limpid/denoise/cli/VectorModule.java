package org.limpid.denoise.cli;

/**
 * Loads the Vector API's module where the launcher did not ask for it with {@code --add-modules}.
 *
 * <p>That option makes Java print a warning about incubating modules on standard error, which no
 * option silences, and takes 40 ms longer to start. The JDK's own way of loading a module late says
 * nothing; it is internal, so the launcher exports it to us only on the Java versions on which this
 * is known to work, and anything unexpected leaves the plain kernels in place, which {@code limpid
 * doctor} reports.
 */
final class VectorModule {
  private static final String NAME = "jdk.incubator.vector";

  private VectorModule() {}

  static void load() {
    if (isLoaded() || !Object.class.getModule().isExported("jdk.internal.module", ours())) {
      return;
    }
    try {
      Class.forName("jdk.internal.module.Modules")
          .getMethod("loadModule", String.class)
          .invoke(null, NAME);
    } catch (ReflectiveOperationException e) {
      System.getLogger(VectorModule.class.getName())
          .log(System.Logger.Level.DEBUG, "no Vector API", e);
    }
  }

  /** Whether vector kernels can be used. */
  static boolean isLoaded() {
    try {
      Class.forName(NAME + ".FloatVector", false, VectorModule.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** Bits that one instruction works on, 0 without the Vector API. */
  static int bits() {
    if (!isLoaded()) {
      return 0;
    }
    try {
      Object species = Class.forName(NAME + ".FloatVector").getField("SPECIES_PREFERRED").get(null);
      return (int)
          Class.forName(NAME + ".VectorSpecies").getMethod("vectorBitSize").invoke(species);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the Vector API is there but does not tell its width", e);
    }
  }

  private static Module ours() {
    return VectorModule.class.getModule();
  }
}
