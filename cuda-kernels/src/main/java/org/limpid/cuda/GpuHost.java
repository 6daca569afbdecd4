package org.limpid.cuda;

import java.nio.ByteBuffer;

/** Memory of the host that the device copies from by itself. */
interface GpuHost {
  /** The memory, in the order of bytes that the device has. */
  ByteBuffer buffer();
}
