/**
 * Weights in files: the safetensors format, the JSON in its header, and writes that are complete or
 * do not happen.
 */
@NullMarked
package org.limpid.nn.weights;

import org.jspecify.annotations.NullMarked;
