/**
 * Shows what a denoising run did: one HTML page that needs no network, and pictures of before and
 * after.
 */
@NullMarked
package org.limpid.denoise.report;

import org.jspecify.annotations.NullMarked;
