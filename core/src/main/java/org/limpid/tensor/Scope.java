package org.limpid.tensor;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Frees what its thread made inside it: {@code try (Scope scope = Scope.open()) { ... }}.
 *
 * <p>Scopes of a thread are nested, and a new tensor belongs to the innermost one. Confined to the
 * thread that opened it. Outside any scope a tensor belongs to nobody and has to be closed.
 */
public final class Scope implements AutoCloseable {

  private static final ThreadLocal<@Nullable Scope> INNERMOST = new ThreadLocal<>();

  private final Thread thread = Thread.currentThread();
  private final @Nullable Scope outer;
  private final Set<Tensor> owned = Collections.newSetFromMap(new IdentityHashMap<>());
  private boolean closed;

  private Scope(@Nullable Scope outer) {
    this.outer = outer;
  }

  /** Opens a scope inside the innermost one of this thread. */
  public static Scope open() {
    Scope scope = new Scope(INNERMOST.get());
    INNERMOST.set(scope);
    return scope;
  }

  static @Nullable Scope innermost() {
    return INNERMOST.get();
  }

  /**
   * Moves a tensor out, to the enclosing scope if there is one.
   *
   * @return the same tensor
   * @throws IllegalStateException if it does not belong to this scope
   */
  public Tensor keep(Tensor tensor) {
    checkThread();
    if (!owned.remove(tensor)) {
      throw new IllegalStateException("scope.keep: tensor " + tensor + " belongs elsewhere");
    }
    tensor.belongTo(outer);
    return tensor;
  }

  void own(Tensor tensor) {
    owned.add(tensor);
  }

  void disown(Tensor tensor) {
    owned.remove(tensor);
  }

  /**
   * Frees the tensors that were made inside and not kept. Closing twice is harmless.
   *
   * @throws IllegalStateException if a scope inside is still open, or on another thread
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    checkThread();
    if (INNERMOST.get() != this) {
      throw new IllegalStateException("scope.close: a scope opened inside is still open");
    }
    closed = true;
    if (outer == null) {
      INNERMOST.remove();
    } else {
      INNERMOST.set(outer);
    }
    for (Tensor tensor : owned) {
      tensor.releaseFromScope();
    }
    owned.clear();
  }

  private void checkThread() {
    if (Thread.currentThread() != thread) {
      throw new IllegalStateException(
          "scope: opened on thread '"
              + thread.getName()
              + "' but used on '"
              + Thread.currentThread().getName()
              + "'");
    }
  }
}
