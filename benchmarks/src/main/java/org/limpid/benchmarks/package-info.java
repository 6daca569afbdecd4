/**
 * Limpid side by side with its peers. What is measured stands in the source folder {@code peers},
 * which only the Maven profile {@code bench} compiles; here is what starts the measurements and
 * makes a table of them.
 */
@NullMarked
package org.limpid.benchmarks;

import org.jspecify.annotations.NullMarked;
