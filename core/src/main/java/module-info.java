/**
 * Tensors, automatic differentiation and the processor's kernels. Depend on it to write operations
 * or backends; to denoise images, depend on {@code org.limpid.denoise}.
 *
 * <p>The Vector API is optional: with {@code --add-modules jdk.incubator.vector} its kernels are
 * used, without it plain loops.
 */
module org.limpid.core {
  requires static transitive org.jspecify;
  requires static jdk.incubator.vector;
  // Tells whether the processor has fused multiply-add, which decides how convolutions add up.
  requires jdk.management;
  // EJML names no modules: these are its jars' file names, which Maven keeps.
  requires ejml.core;
  requires ejml.fdense;

  exports org.limpid.autograd;
  exports org.limpid.backend;
  exports org.limpid.random;
  exports org.limpid.tensor;

  uses org.limpid.backend.BackendProvider;
}
