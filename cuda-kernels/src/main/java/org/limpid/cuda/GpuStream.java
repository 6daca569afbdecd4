package org.limpid.cuda;

/** A queue of work that runs in order. */
interface GpuStream {}
