package org.limpid.tensor;

import org.limpid.backend.Storage;

/**
 * A block shared by the tensors that look at it; it goes back to the pool with the last of them.
 */
final class Memory {

  private final Device device;
  private final Storage block;
  private int users = 1;

  Memory(Device device, long elements) {
    this.device = device;
    this.block = device.backend().allocate(elements);
  }

  Storage block() {
    return block;
  }

  synchronized void share() {
    users++;
  }

  synchronized boolean isShared() {
    return users > 1;
  }

  synchronized void release() {
    if (--users == 0) {
      device.backend().release(block);
    }
  }
}
