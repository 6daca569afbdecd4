package org.limpid.cuda;

import org.jspecify.annotations.Nullable;

/**
 * Other people's libraries that were found, for one stream.
 *
 * @param convolution null if there is none
 * @param noConvolution why there is none
 * @param matrix null if there is none
 * @param noMatrix why there is none
 */
record Libraries(
    @Nullable ConvolutionLibrary convolution,
    String noConvolution,
    @Nullable MatrixLibrary matrix,
    String noMatrix) {

  static final Libraries NONE = new Libraries(null, "not looked for", null, "not looked for");
}
