// Convolution and its adjoints as in convolution.cu, on tensor cores: see tensor.cuh for what that
// asks of channels and addresses, and for Math, the precision. The adjoint of the input takes any
// stride.
#pragma once
#include "operands.cuh"
#include "tensor.cuh"

// kind: IDENTITY, RELU or LEAKY_RELU.
template <class Math>
__device__ inline void forward(const Window& g, const float* x, const float* weight,
                               const float* bias, int kind, float slope, float* y) {
  int pixels = g.output.batch * g.output.depth * g.output.height * g.output.width;
  int channels = g.output.channels;
  Patches patches = {g, x};
  Matrix weights = {weight, channels, channels, 1};
  Rectifier rectify(kind, slope);
  int products = g.window.depth * g.window.height * g.window.width * g.input.channels;
  tensor_tile<Math, true, false>(
      patches, weights, x, blockIdx.x * 128, blockIdx.y * 64, 0, products,
      [&](int row, int column, float sum) {
        if (row < pixels && column < channels) {
          float value = bias == nullptr ? sum : sum + bias[column];
          y[row * channels + column] = rectify(value);
        }
      });
}

template <class Math>
__device__ inline void backward_input(const Window& g, const float* weight, const float* grad_y,
                                      float* grad_x) {
  int pixels = g.input.batch * g.input.depth * g.input.height * g.input.width;
  int channels = g.input.channels;
  Spread spread = {g, grad_y};
  WeightsTransposed weights = {weight, channels, g.output.channels};
  int products = g.window.depth * g.window.height * g.window.width * g.output.channels;
  tensor_tile<Math, true, true>(
      spread, weights, grad_y, blockIdx.x * 128, blockIdx.y * 64, 0, products,
      [&](int row, int column, float sum) {
        if (row < pixels && column < channels) grad_x[row * channels + column] = sum;
      });
}

// Blocks along x are tiles, row by row; along y splits of the pixels. partial is [splits, rows, K].
template <class Math>
__device__ inline void backward_weight(const Window& g, const float* x, const float* grad_y,
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
      patches, gradients, x, blockIdx.x / tiles * 128, blockIdx.x % tiles * 64, begin, end,
      [&](int row, int column, float sum) {
        if (row < rows && column < channels) to[row * channels + column] = sum;
      });
}

// The three kernels of a family.
#define CONVOLUTION(name, Math)                                                                  \
  KERNEL name##_forward(Window g, const float* x, const float* weight, const float* bias,        \
                        int kind, float slope, float* y) {                                       \
    forward<Math>(g, x, weight, bias, kind, slope, y);                                           \
  }                                                                                              \
  KERNEL name##_backward_input(Window g, const float* weight, const float* grad_y,               \
                               float* grad_x) {                                                  \
    backward_input<Math>(g, weight, grad_y, grad_x);                                             \
  }                                                                                              \
  KERNEL name##_backward_weight(Window g, const float* x, const float* grad_y, int split,        \
                                float* partial) {                                                \
    backward_weight<Math>(g, x, grad_y, split, partial);                                         \
  }
