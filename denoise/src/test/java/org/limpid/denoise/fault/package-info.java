/** Disks and memory that fail at a chosen moment, and what is left of a run then. */
@NullMarked
package org.limpid.denoise.fault;

import org.jspecify.annotations.NullMarked;
