/**
 * The image sets that results are measured on, each with its protocol: which files, how noise is
 * made, with which peak and whether gain and offset are fitted, and what others have published.
 */
@NullMarked
package org.limpid.benchmarks.quality.data;

import org.jspecify.annotations.NullMarked;
