package org.limpid.cuda;

/** Work recorded from a stream, to be run again with the same arguments. */
interface GpuGraph {}
