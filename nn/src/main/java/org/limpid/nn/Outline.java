package org.limpid.nn;

import org.limpid.autograd.Parameter;

/** Takes down what a layer is made of. */
public interface Outline {

  /** Notes a parameter; its own name is used, which must be unique within the layer. */
  Outline parameter(Parameter parameter);

  /** Notes a child under a name that is unique within the layer. */
  Outline child(String name, Layer child);
}
