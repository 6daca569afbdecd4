package org.limpid.backend.cpu;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/** Objects that are used for a moment and kept for the next who needs one. Thread-safe. */
final class Reserve<T> {

  private final Supplier<T> maker;
  private final Deque<T> idle = new ArrayDeque<>();

  Reserve(Supplier<T> maker) {
    this.maker = maker;
  }

  /** One that nobody else uses, in the state its last user left it. */
  T take() {
    synchronized (idle) {
      T object = idle.poll();
      if (object != null) {
        return object;
      }
    }
    return maker.get();
  }

  /** Gives one back. */
  void give(T object) {
    synchronized (idle) {
      idle.push(object);
    }
  }
}
