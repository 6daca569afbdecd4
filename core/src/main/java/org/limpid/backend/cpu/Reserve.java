package org.limpid.backend.cpu;

import java.lang.ref.SoftReference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * Objects that are used for a moment and kept for the next who needs one. Idle ones are softly
 * reachable: they yield when the program around needs the heap. Thread-safe.
 */
final class Reserve<T> {

  private final Supplier<T> maker;
  private SoftReference<Deque<T>> idle = new SoftReference<>(null);

  Reserve(Supplier<T> maker) {
    this.maker = maker;
  }

  /** One that nobody else uses, in the state its last user left it. */
  T take() {
    synchronized (this) {
      Deque<T> kept = idle.get();
      if (kept != null && !kept.isEmpty()) {
        return kept.pop();
      }
    }
    return maker.get();
  }

  /** Gives one back. */
  synchronized void give(T object) {
    Deque<T> kept = idle.get();
    if (kept == null) {
      kept = new ArrayDeque<>();
      idle = new SoftReference<>(kept);
    }
    kept.push(object);
  }
}
