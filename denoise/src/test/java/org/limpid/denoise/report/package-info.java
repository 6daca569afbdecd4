/** Tests of the report. */
@NullMarked
package org.limpid.denoise.report;

import org.jspecify.annotations.NullMarked;
