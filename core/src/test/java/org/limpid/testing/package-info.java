/** What the tests of every module share about running tests. */
@NullMarked
package org.limpid.testing;

import org.jspecify.annotations.NullMarked;
