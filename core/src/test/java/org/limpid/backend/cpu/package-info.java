/** Tests of the CPU backend's parts. */
@NullMarked
package org.limpid.backend.cpu;

import org.jspecify.annotations.NullMarked;
