/**
 * Files that nobody should have to trust: cut, changed and lying ones of every kind that is read.
 */
@NullMarked
package org.limpid.denoise.hostile;

import org.jspecify.annotations.NullMarked;
