package org.limpid.autograd;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.limpid.tensor.Scope;
import org.limpid.tensor.ShapeException;
import org.limpid.tensor.Tensor;
import org.limpid.tensor.ops.Elementwise;

/**
 * Lists operations while they run, then walks the list once backwards to compute gradients.
 *
 * <pre>{@code
 * try (Tape tape = Tape.open()) {
 *   Tensor loss = network.forward(x, pass).subtract(target).square().mean();
 *   optimizer.step(tape.gradients(loss));
 * }
 * }</pre>
 *
 * <p>A tape is also a scope: it owns what its thread makes while it is open. One per thread,
 * confined to it. Only operations that depend on a trainable parameter or a watched tensor are
 * listed.
 */
public final class Tape implements AutoCloseable {

  private static final ThreadLocal<@Nullable Tape> CURRENT = new ThreadLocal<>();

  /** One operation: what it gave, from what, its rule, and what only the rule still needs. */
  private record Node(
      String op,
      Tensor value,
      List<? extends @Nullable Tensor> inputs,
      List<Tensor> saved,
      Rule rule) {}

  /** The rule of an operation of either kind. */
  @FunctionalInterface
  private interface Rule {
    List<? extends @Nullable Tensor> apply(Tensor gradY, @Nullable Tensor sum);
  }

  private final Thread thread = Thread.currentThread();
  private final Scope scope = Scope.open();
  private final List<Node> nodes = new ArrayList<>();
  private final IdentityHashMap<Tensor, Boolean> tracked = new IdentityHashMap<>();
  private final Map<Parameter, Tensor> parameters = new LinkedHashMap<>();
  private final List<Tensor> watched = new ArrayList<>();
  private boolean used;

  private Tape() {}

  /**
   * Starts recording on this thread.
   *
   * @throws IllegalStateException if a tape is open on this thread
   */
  public static Tape open() {
    if (CURRENT.get() != null) {
      throw new IllegalStateException("tape.open: a tape is already open on this thread");
    }
    Tape tape = new Tape();
    CURRENT.set(tape);
    return tape;
  }

  static @Nullable Tape current() {
    return CURRENT.get();
  }

  /**
   * Computes something that nobody wants gradients through, such as a target that a network makes
   * itself. No tape lists it, so that what it needs on the way is freed as in prediction; results
   * still belong to the scope that is open.
   *
   * @param computation run at once, on this thread
   * @return what it gave
   */
  public static <T> T unlisted(Supplier<T> computation) {
    Tape tape = CURRENT.get();
    CURRENT.remove();
    try {
      return computation.get();
    } finally {
      if (tape != null) {
        CURRENT.set(tape);
      }
    }
  }

  /** Whether an open tape on this thread wants the gradient with respect to a tensor. */
  public static boolean tracks(@Nullable Tensor tensor) {
    Tape tape = CURRENT.get();
    return tape != null && tensor != null && tape.tracked.containsKey(tensor);
  }

  /**
   * Lists an operation; does nothing if no tape is open or it tracks none of the inputs.
   *
   * @param op name for messages
   * @param value the result, made since the tape was opened
   * @param inputs what it was computed from; null entries stand for absent optional inputs
   * @param vjp the derivative rule; it may use inputs and value
   * @return {@code value}
   */
  public static Tensor record(
      String op, Tensor value, List<? extends @Nullable Tensor> inputs, Vjp vjp) {
    return record(op, value, inputs, List.of(), vjp);
  }

  /**
   * The same, with temporaries that only the rule needs; they are freed once it has run, or at once
   * if nothing is recorded.
   */
  public static Tensor record(
      String op,
      Tensor value,
      List<? extends @Nullable Tensor> inputs,
      List<Tensor> saved,
      Vjp vjp) {
    return record(op, value, inputs, saved, (Rule) (gradY, sum) -> vjp.apply(gradY));
  }

  /**
   * The same of one input, with a rule that can add to what its gradient is so far.
   *
   * @param input what the result was computed from
   */
  public static Tensor recordAdding(String op, Tensor value, Tensor input, AddingVjp vjp) {
    Rule rule = (gradY, sum) -> List.of(vjp.apply(gradY, sum));
    return record(op, value, List.of(input), List.of(), rule);
  }

  private static Tensor record(
      String op,
      Tensor value,
      List<? extends @Nullable Tensor> inputs,
      List<Tensor> saved,
      Rule rule) {
    Tape tape = CURRENT.get();
    if (tape == null || inputs.stream().noneMatch(tape.tracked::containsKey)) {
      saved.forEach(Tensor::close);
      return value;
    }
    tape.tracked.put(value, true);
    tape.nodes.add(new Node(op, value, inputs, saved, rule));
    return value;
  }

  /**
   * Asks for the gradient with respect to a tensor that is no parameter: an input, or a result from
   * the middle of a computation.
   *
   * @throws IllegalStateException on a thread that did not open the tape
   */
  public void watch(Tensor tensor) {
    checkThread();
    tracked.put(tensor, true);
    if (!watched.contains(tensor)) {
      watched.add(tensor);
    }
  }

  void watch(Parameter parameter) {
    Tensor value = parameter.untracked();
    if (tracked.put(value, true) == null) {
      parameters.put(parameter, value);
    }
  }

  /**
   * Walks the list backwards. Recording stops, intermediate results are freed on the way, and the
   * tape is used up; the loss itself and the gradients live until the tape closes.
   *
   * @param loss one element
   * @throws ShapeException if the loss has more than one element, or a rule returned a wrong shape
   * @throws IllegalStateException if called twice, if the loss depends on nothing tracked, or on a
   *     thread that did not open the tape
   */
  public Gradients gradients(Tensor loss) {
    checkThread();
    if (used) {
      throw new IllegalStateException("tape.gradients: may be called once. Open a new tape");
    }
    if (loss.shape().size() != 1) {
      throw new ShapeException(
          "tape.gradients: loss has shape " + loss.shape() + " (expected: one element)");
    }
    if (!tracked.containsKey(loss)) {
      throw new IllegalStateException(
          "tape.gradients: the loss depends on no parameter. Was it computed while the tape was open?");
    }
    used = true;
    CURRENT.remove();
    IdentityHashMap<Tensor, Tensor> pending = new IdentityHashMap<>();
    pending.put(loss, Tensor.full(loss.device(), loss.shape(), 1));
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node node = nodes.set(i, null);
      boolean isWatched = watched.contains(node.value);
      Tensor sum = isWatched ? pending.get(node.value) : pending.remove(node.value);
      if (sum != null) {
        // What is watched must stay as it is, whatever the rule does.
        Tensor gradY = isWatched ? sum.alias() : sum;
        propagate(node, gradY, pending);
        gradY.close();
      }
      node.saved.forEach(Tensor::close);
      if (node.value != loss) {
        node.value.close();
      }
    }
    return collect(pending);
  }

  private void propagate(Node node, Tensor gradY, IdentityHashMap<Tensor, Tensor> pending) {
    try (Scope temporaries = Scope.open()) {
      Tensor before = pending.get(node.inputs.get(0));
      boolean isOpen = before != null && !before.isShared();
      List<? extends @Nullable Tensor> gradients = node.rule.apply(gradY, isOpen ? before : null);
      if (gradients.size() != node.inputs.size()) {
        throw new IllegalStateException(
            node.op
                + ": rule returned "
                + gradients.size()
                + " gradients (expected: "
                + node.inputs.size()
                + ", one for each input)");
      }
      for (int k = 0; k < gradients.size(); k++) {
        Tensor input = node.inputs.get(k);
        if (input == null || !tracked.containsKey(input)) {
          continue;
        }
        Tensor gradient = gradients.get(k);
        if (gradient == null || !gradient.shape().equals(input.shape())) {
          throw new ShapeException(
              node.op
                  + ": rule returned "
                  + (gradient == null ? "null" : gradient.shape())
                  + " as gradient of input "
                  + k
                  + " (expected: "
                  + input.shape()
                  + ")");
        }
        Tensor sum = pending.get(input);
        if (gradient == sum) {
          // The rule has added its part.
          continue;
        }
        // An alias, because a rule may return one tensor for several inputs, or gradY itself.
        Tensor total = sum == null ? gradient.alias() : Elementwise.accumulate(sum, gradient);
        if (total != sum) {
          pending.put(input, temporaries.keep(total));
          if (sum != null) {
            sum.close();
          }
        }
      }
    }
  }

  private Gradients collect(IdentityHashMap<Tensor, Tensor> pending) {
    Map<Parameter, Tensor> byParameter = new LinkedHashMap<>();
    parameters.forEach(
        (parameter, value) -> {
          Tensor gradient = pending.get(value);
          if (gradient != null) {
            byParameter.put(parameter, gradient);
          }
        });
    IdentityHashMap<Tensor, Tensor> byTensor = new IdentityHashMap<>();
    for (Tensor tensor : watched) {
      Tensor gradient = pending.get(tensor);
      if (gradient != null) {
        byTensor.put(tensor, gradient);
      }
    }
    return new Gradients(byParameter, byTensor);
  }

  private void checkThread() {
    if (Thread.currentThread() != thread) {
      throw new IllegalStateException(
          "tape: opened on thread '"
              + thread.getName()
              + "' but used on '"
              + Thread.currentThread().getName()
              + "'");
    }
  }

  /** Stops recording and frees everything that was made since the tape was opened. */
  @Override
  public void close() {
    if (CURRENT.get() == this) {
      CURRENT.remove();
    }
    scope.close();
  }
}
