/**
 * Made-up microscope images and noise, for demonstrations, tests and benchmarks: the clean image is
 * known, and a seed always gives the same one.
 */
@NullMarked
package org.limpid.denoise.synthetic;

import org.jspecify.annotations.NullMarked;
