// Convolution and its adjoints as in convolution.cu, on tensor cores: see tensor.cuh for what that
// asks of channels and addresses, and for Math, the precision. The adjoint of the input takes any
// stride.
#pragma once
#include "operands.cuh"
#include "tensor.cuh"

// kind: IDENTITY, RELU or LEAKY_RELU.
template <class Math>
__device__ inline void forward(const Window& g, const Joined& x, const float* weight,
                               const float* bias, int kind, float slope, float* y,
                               float* moments) {
  int pixels = g.output.batch * g.output.depth * g.output.height * g.output.width;
  int channels = g.output.channels;
  Patches<Joined> patches = {g, x};
  Matrix weights = {weight, channels, channels, 1};
  Ending ending = {bias, kind, slope, y, moments, pixels, channels};
  int products = g.window.depth * g.window.height * g.window.width * g.input.channels;
  tensor_tile<Math, true, false>(
      patches, weights, x.first, blockIdx.x * 128, blockIdx.y * 64, 0, products, ending);
}

template <class Math>
__device__ inline void backward_input(const Window& g, const float* weight, const float* grad_y,
                                      float* grad_x, float* grad_second, int first) {
  int pixels = g.input.batch * g.input.depth * g.input.height * g.input.width;
  int channels = g.input.channels;
  Spread spread = {g, grad_y};
  WeightsTransposed weights = {weight, channels, g.output.channels};
  int products = g.window.depth * g.window.height * g.window.width * g.output.channels;
  tensor_tile<Math, true, true>(
      spread, weights, grad_y, blockIdx.x * 128, blockIdx.y * 64, 0, products,
      storing([&](int row, int column, float sum) {
        if (row >= pixels || column >= channels) return;
        if (column < first) {
          grad_x[row * first + column] = sum;
        } else {
          grad_second[row * (channels - first) + column - first] = sum;
        }
      }));
}

// Blocks along x are tiles, row by row; along y splits of the pixels. partial is [splits, rows, K].
template <class Math>
__device__ inline void backward_weight(const Window& g, const Joined& x, const float* grad_y,
                                       int split, float* partial) {
  int pixels = g.output.batch * g.output.depth * g.output.height * g.output.width;
  int channels = g.output.channels;
  int rows = g.window.depth * g.window.height * g.window.width * g.input.channels;
  int tiles = (channels + 63) / 64;
  PatchesTransposed patches = {g, x, rows};
  Matrix gradients = {grad_y, channels, channels, 1};
  int begin = blockIdx.y * split;
  int end = begin + min(split, pixels - begin);
  float* to = partial + blockIdx.y * rows * channels;
  tensor_tile<Math, false, false>(
      patches, gradients, x.first, blockIdx.x / tiles * 128, blockIdx.x % tiles * 64, begin, end,
      storing([&](int row, int column, float sum) {
        if (row < rows && column < channels) to[row * channels + column] = sum;
      }));
}

// The three kernels of a family.
#define CONVOLUTION(name, Math)                                                                 \
  KERNEL name##_forward(Window g, const float* x, const float* second, Part part,               \
                        const float* weight, const float* bias, int kind, float slope,          \
                        float* y, float* moments) {                                             \
    forward<Math>(g, {x, second, part}, weight, bias, kind, slope, y, moments);                 \
  }                                                                                             \
  KERNEL name##_backward_input(Window g, const float* weight, const float* grad_y,              \
                               float* grad_x, float* grad_second, int first) {                  \
    backward_input<Math>(g, weight, grad_y, grad_x, grad_second, first);                        \
  }                                                                                             \
  KERNEL name##_backward_weight(Window g, const float* x, const float* second, Part part,       \
                                const float* grad_y, int split, float* partial) {               \
    backward_weight<Math>(g, {x, second, part}, grad_y, split, partial);                        \
  }
