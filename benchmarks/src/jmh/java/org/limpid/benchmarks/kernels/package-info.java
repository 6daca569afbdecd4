/**
 * How fast each family of kernels is, alone, measured by JMH. Every benchmark first compares its
 * answer with the reference backend's on a small shape and refuses to run if they differ.
 */
@NullMarked
package org.limpid.benchmarks.kernels;

import org.jspecify.annotations.NullMarked;
