/**
 * Image files: {@link org.limpid.denoise.io.Images} reads, describes and writes them.
 *
 * <p>Files are recognised by their first bytes, never by their name; a file to be written is
 * recognised by its suffix. Sizes are checked against the file's length and the heap before
 * anything is decoded, a file appears under its final name only when it is complete, and every
 * failure is an {@link java.io.IOException} whose one-line message names the file, the fault and a
 * remedy.
 */
@NullMarked
package org.limpid.denoise.io;

import org.jspecify.annotations.NullMarked;
