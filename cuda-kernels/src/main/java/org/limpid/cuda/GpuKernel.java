package org.limpid.cuda;

/** A kernel that can be launched. */
interface GpuKernel {
  /** As written in the source. */
  String name();
}
