package org.limpid.nn.optim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.limpid.autograd.Gradients;
import org.limpid.autograd.Parameter;
import org.limpid.backend.Storage;
import org.limpid.nn.Layer;
import org.limpid.nn.Parameters;
import org.limpid.tensor.Device;
import org.limpid.tensor.Shape;
import org.limpid.tensor.Tensor;

/**
 * The trainable parameters of a layer packed into one block of memory, so that one kernel call
 * updates them all. The parameters themselves become windows of the block.
 *
 * <p>Make it outside any scope or tape, once for a layer, and before training; used by the training
 * thread.
 */
public final class ParameterBlock implements AutoCloseable {

  /** Windows start at multiples of 256 bytes, which vector loads of every backend can use. */
  private static final int ALIGNMENT = 64;

  private record Entry(String path, Parameter parameter, long offset, Shape shape, Tensor window) {}

  private final Device device;
  private final long size;
  private final Tensor values;
  private final Tensor gradient;
  private final List<Entry> entries = new ArrayList<>();
  private final Set<Parameter> members = Collections.newSetFromMap(new IdentityHashMap<>());

  private ParameterBlock(Map<String, Parameter> parameters) {
    if (parameters.isEmpty()) {
      throw new IllegalArgumentException(
          "parameters: the layer has none to train. Are they listed in describe()?");
    }
    long end = 0;
    for (Parameter parameter : parameters.values()) {
      end += aligned(parameter.value().shape().size());
    }
    size = end;
    device = parameters.values().iterator().next().value().device();
    values = zeros();
    gradient = zeros();
    long offset = 0;
    for (Map.Entry<String, Parameter> entry : parameters.entrySet()) {
      Parameter parameter = entry.getValue();
      Tensor old = parameter.value();
      Tensor window = values.window(offset, old.shape());
      device.backend().elementwise().copy(old.storage(), window.storage());
      parameter.set(window);
      entries.add(new Entry(entry.getKey(), parameter, offset, old.shape(), window));
      members.add(parameter);
      offset += aligned(old.shape().size());
    }
  }

  /**
   * Packs the trainable parameters of a layer.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static ParameterBlock of(Layer layer) {
    return new ParameterBlock(Parameters.of(layer).trainable());
  }

  private static long aligned(long elements) {
    return (elements + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  Device device() {
    return device;
  }

  /** All values, {@code [size]}, with zeros between the parameters. */
  Tensor values() {
    return values;
  }

  /** A block of the same layout, filled with zeros. */
  Tensor zeros() {
    return Tensor.zeros(device, Shape.of(Math.toIntExact(size)));
  }

  /** The parts of a block of this layout that belong to each parameter, by path. */
  Map<String, Tensor> windows(Tensor block) {
    Map<String, Tensor> windows = new LinkedHashMap<>();
    for (Entry entry : entries) {
      windows.put(entry.path, block.window(entry.offset, entry.shape));
    }
    return windows;
  }

  /**
   * Collects gradients in one block; those that are missing count as zero.
   *
   * @return the block's own memory, valid until the next call
   * @throws IllegalStateException if there is a gradient of a parameter outside the block, or a
   *     parameter's value was replaced since the block was made; names it
   */
  Tensor gather(String op, Gradients gradients) {
    for (Parameter parameter : gradients.parameters()) {
      if (!members.contains(parameter)) {
        throw new IllegalStateException(
            op
                + ": gradient for parameter '"
                + parameter.name()
                + "' which was not given to this optimiser. Is it listed in describe()?");
      }
    }
    for (Entry entry : entries) {
      if (entry.parameter.value() != entry.window) {
        throw new IllegalStateException(
            op
                + ": the value of parameter '"
                + entry.path
                + "' was replaced since the optimiser was made. Make a new optimiser");
      }
      Storage target = gradient.storage().slice(entry.offset, entry.shape.size());
      Tensor source = gradients.of(entry.parameter);
      if (source == null) {
        device.backend().elementwise().fill(0, target);
      } else {
        device.backend().elementwise().copy(source.storage(), target);
      }
    }
    return gradient;
  }

  /** Frees what only training needs; the parameters stay usable. Closing twice is harmless. */
  @Override
  public void close() {
    values.close();
    gradient.close();
  }
}
