/**
 * The same work done by Limpid and by others, turn by turn in one process. Compiled in the Maven
 * profile {@code bench} only, so that nobody else downloads the others.
 */
@NullMarked
package org.limpid.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
