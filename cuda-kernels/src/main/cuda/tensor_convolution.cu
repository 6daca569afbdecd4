// Convolution and its adjoints as in convolution.cu, on tensor cores: see tensor.cuh for what that
// asks of channels and addresses, and for the precision. The adjoint of the input takes any stride.
#include "operands.cuh"
#include "tensor.cuh"

// kind: IDENTITY, RELU or LEAKY_RELU.
KERNEL tensor_forward(Window g, const float* x, const float* weight, const float* bias, int kind,
                      float slope, float* y) {
  int pixels = g.output.batch * g.output.depth * g.output.height * g.output.width;
  int channels = g.output.channels;
  Patches patches = {g, x};
  Matrix weights = {weight, channels, channels, 1};
  int products = g.window.depth * g.window.height * g.window.width * g.input.channels;
  tensor_tile<true, false>(patches, weights, x, blockIdx.x * 128, blockIdx.y * 64, 0, products,
                           [&](int row, int column, float sum) {
                             if (row < pixels && column < channels) {
                               float value = bias == nullptr ? sum : sum + bias[column];
                               y[row * channels + column] = activate_cheaply(kind, slope, value);
                             }
                           });
}

KERNEL tensor_backward_input(Window g, const float* weight, const float* grad_y, float* grad_x) {
  int pixels = g.input.batch * g.input.depth * g.input.height * g.input.width;
  int channels = g.input.channels;
  Spread spread = {g, grad_y};
  WeightsTransposed weights = {weight, channels, g.output.channels};
  int products = g.window.depth * g.window.height * g.window.width * g.output.channels;
  tensor_tile<true, true>(spread, weights, grad_y, blockIdx.x * 128, blockIdx.y * 64, 0, products,
                          [&](int row, int column, float sum) {
                            if (row < pixels && column < channels) {
                              grad_x[row * channels + column] = sum;
                            }
                          });
}

// Blocks along x are tiles, row by row; along y splits of the pixels. partial is [splits, rows, K].
KERNEL tensor_backward_weight(Window g, const float* x, const float* grad_y, int split,
                              float* partial) {
  int pixels = g.output.batch * g.output.depth * g.output.height * g.output.width;
  int channels = g.output.channels;
  int rows = g.window.depth * g.window.height * g.window.width * g.input.channels;
  int tiles = (channels + 63) / 64;
  PatchesTransposed patches = {g, x, rows};
  Matrix gradients = {grad_y, channels, channels, 1};
  int begin = blockIdx.y * split;
  int end = begin + min(split, pixels - begin);
  float* to = partial + blockIdx.y * rows * channels;
  tensor_tile<false, false>(patches, gradients, x, blockIdx.x / tiles * 128,
                            blockIdx.x % tiles * 64, begin, end,
                            [&](int row, int column, float sum) {
                              if (row < rows && column < channels) {
                                to[row * channels + column] = sum;
                              }
                            });
}
