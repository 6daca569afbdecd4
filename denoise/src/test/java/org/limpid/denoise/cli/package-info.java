/** Tests of the command line, most of them through {@link org.limpid.denoise.cli.Main}. */
@NullMarked
package org.limpid.denoise.cli;

import org.jspecify.annotations.NullMarked;
