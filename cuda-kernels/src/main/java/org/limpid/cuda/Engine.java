package org.limpid.cuda;

/** One way to compute something. */
interface Engine {
  /** What users type to choose it. */
  String name();
}
