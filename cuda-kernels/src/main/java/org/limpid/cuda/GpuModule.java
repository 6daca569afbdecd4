package org.limpid.cuda;

/** Compiled kernels. */
interface GpuModule {
  /**
   * A kernel of the module.
   *
   * @throws IllegalStateException if there is none of that name
   */
  GpuKernel kernel(String name);
}
