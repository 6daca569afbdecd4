package org.limpid.cuda;

import static org.limpid.cuda.Cudnn.check;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import jcuda.jcudnn.JCudnn;
import jcuda.jcudnn.cudnnConvolutionBwdDataAlgoPerf;
import jcuda.jcudnn.cudnnConvolutionBwdFilterAlgoPerf;
import jcuda.jcudnn.cudnnConvolutionDescriptor;
import jcuda.jcudnn.cudnnConvolutionFwdAlgoPerf;
import jcuda.jcudnn.cudnnConvolutionMode;
import jcuda.jcudnn.cudnnDataType;
import jcuda.jcudnn.cudnnDeterminism;
import jcuda.jcudnn.cudnnFilterDescriptor;
import jcuda.jcudnn.cudnnHandle;
import jcuda.jcudnn.cudnnMathType;
import jcuda.jcudnn.cudnnTensorDescriptor;
import jcuda.jcudnn.cudnnTensorFormat;
import org.jspecify.annotations.Nullable;
import org.limpid.backend.Grid;
import org.limpid.backend.Precision;
import org.limpid.backend.WindowGeometry;

/** What cuDNN has to be told about a convolution, and which algorithms it suggests. */
final class CudnnPlan {

  /** More than there are algorithms. */
  private static final int MOST_ALGORITHMS = 16;

  /** Beyond, an algorithm takes more memory than its time is worth. */
  private static final long MOST_BYTES = 1L << 30;

  /**
   * How to compute a product.
   *
   * @param number among cuDNN's algorithms
   * @param bytes of workspace
   */
  record Algorithm(int number, long bytes) {}

  final cudnnTensorDescriptor input = new cudnnTensorDescriptor();
  final cudnnTensorDescriptor output = new cudnnTensorDescriptor();
  final cudnnFilterDescriptor filter = new cudnnFilterDescriptor();
  final cudnnConvolutionDescriptor convolution = new cudnnConvolutionDescriptor();
  private final cudnnHandle handle;
  private final Map<ConvolutionProduct, Algorithm> algorithms =
      new EnumMap<>(ConvolutionProduct.class);

  CudnnPlan(cudnnHandle handle, WindowGeometry g, Precision precision) {
    this.handle = handle;
    describe(input, g.input());
    describe(output, g.output());
    check("filter", JCudnn.cudnnCreateFilterDescriptor(filter));
    check(
        "filter",
        JCudnn.cudnnSetFilter4dDescriptor(
            filter,
            cudnnDataType.CUDNN_DATA_FLOAT,
            cudnnTensorFormat.CUDNN_TENSOR_NHWC,
            g.output().channels(),
            g.input().channels(),
            g.window().height(),
            g.window().width()));
    check("convolution", JCudnn.cudnnCreateConvolutionDescriptor(convolution));
    check(
        "convolution",
        JCudnn.cudnnSetConvolution2dDescriptor(
            convolution,
            g.padding().height(),
            g.padding().width(),
            g.stride().height(),
            g.stride().width(),
            1,
            1,
            cudnnConvolutionMode.CUDNN_CROSS_CORRELATION,
            cudnnDataType.CUDNN_DATA_FLOAT));
    // The default may use TF32.
    check(
        "precision",
        JCudnn.cudnnSetConvolutionMathType(
            convolution,
            precision == Precision.FLOAT32
                ? cudnnMathType.CUDNN_FMA_MATH
                : cudnnMathType.CUDNN_DEFAULT_MATH));
  }

  private static void describe(cudnnTensorDescriptor descriptor, Grid grid) {
    check("tensor", JCudnn.cudnnCreateTensorDescriptor(descriptor));
    check(
        "tensor",
        JCudnn.cudnnSetTensor4dDescriptor(
            descriptor,
            cudnnTensorFormat.CUDNN_TENSOR_NHWC,
            cudnnDataType.CUDNN_DATA_FLOAT,
            grid.batch(),
            grid.channels(),
            grid.height(),
            grid.width()));
  }

  Algorithm algorithm(ConvolutionProduct product) {
    return algorithms.computeIfAbsent(product, this::suggested);
  }

  private Algorithm suggested(ConvolutionProduct product) {
    int[] count = new int[1];
    Suggestions suggestions = new Suggestions();
    switch (product) {
      case FORWARD -> {
        cudnnConvolutionFwdAlgoPerf[] found = new cudnnConvolutionFwdAlgoPerf[MOST_ALGORITHMS];
        Arrays.setAll(found, i -> new cudnnConvolutionFwdAlgoPerf());
        check(
            "algorithms",
            JCudnn.cudnnGetConvolutionForwardAlgorithm_v7(
                handle, input, filter, convolution, output, found.length, count, found));
        for (int i = 0; i < count[0]; i++) {
          suggestions.add(found[i].algo, found[i].status, found[i].memory, found[i].determinism);
        }
      }
      case BACKWARD_INPUT -> {
        cudnnConvolutionBwdDataAlgoPerf[] found =
            new cudnnConvolutionBwdDataAlgoPerf[MOST_ALGORITHMS];
        Arrays.setAll(found, i -> new cudnnConvolutionBwdDataAlgoPerf());
        check(
            "algorithms",
            JCudnn.cudnnGetConvolutionBackwardDataAlgorithm_v7(
                handle, filter, output, convolution, input, found.length, count, found));
        for (int i = 0; i < count[0]; i++) {
          suggestions.add(found[i].algo, found[i].status, found[i].memory, found[i].determinism);
        }
      }
      case BACKWARD_WEIGHT -> {
        cudnnConvolutionBwdFilterAlgoPerf[] found =
            new cudnnConvolutionBwdFilterAlgoPerf[MOST_ALGORITHMS];
        Arrays.setAll(found, i -> new cudnnConvolutionBwdFilterAlgoPerf());
        check(
            "algorithms",
            JCudnn.cudnnGetConvolutionBackwardFilterAlgorithm_v7(
                handle, input, output, convolution, filter, found.length, count, found));
        for (int i = 0; i < count[0]; i++) {
          suggestions.add(found[i].algo, found[i].status, found[i].memory, found[i].determinism);
        }
      }
    }
    return suggestions.first(product);
  }

  /** Keeps the first algorithm, which is the one expected to be fastest, that will do. */
  private static final class Suggestions {
    private @Nullable Algorithm first;

    void add(int number, int status, long bytes, int determinism) {
      boolean willDo =
          status == 0 && bytes <= MOST_BYTES && determinism == cudnnDeterminism.CUDNN_DETERMINISTIC;
      if (first == null && willDo) {
        first = new Algorithm(number, bytes);
      }
    }

    Algorithm first(ConvolutionProduct product) {
      if (first == null) {
        throw new LibraryException("cuDNN: no algorithm that gives the same bits for " + product);
      }
      return first;
    }
  }

  void close() {
    JCudnn.cudnnDestroyTensorDescriptor(input);
    JCudnn.cudnnDestroyTensorDescriptor(output);
    JCudnn.cudnnDestroyFilterDescriptor(filter);
    JCudnn.cudnnDestroyConvolutionDescriptor(convolution);
  }
}
