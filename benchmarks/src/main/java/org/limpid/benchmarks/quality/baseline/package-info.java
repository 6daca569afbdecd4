/**
 * What could be done before networks, to compare with: Gaussian and median filters, non-local means
 * and NL-Ridge. Each finds its settings in the noisy image alone.
 */
@NullMarked
package org.limpid.benchmarks.quality.baseline;

import org.jspecify.annotations.NullMarked;
