/**
 * An interpreter of PTX, the assembly language of NVIDIA GPUs: runs the very kernels that ship, on
 * any machine, and is stricter than a GPU. Knows what our kernels use, and refuses everything else.
 */
@NullMarked
package org.limpid.cuda.ptx;

import org.jspecify.annotations.NullMarked;
