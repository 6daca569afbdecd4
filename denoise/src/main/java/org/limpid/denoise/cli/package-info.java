/**
 * The command line, {@code limpid}: one class per command, and what they share.
 *
 * <p>{@link org.limpid.denoise.cli.Main} is the way in. A command reads and checks everything the
 * user gave before it computes, so that wrong input ends in one line on standard error, exit code 2
 * and no output file. Results meant for programs go to standard output, all else to standard error.
 */
@NullMarked
package org.limpid.denoise.cli;

import org.jspecify.annotations.NullMarked;
