// Convolution and its adjoints, exact float32, where input or output has few channels (direct.cuh).
#include "direct.cuh"

// Most of the few channels that contract makes at once.
#define MOST 4

__device__ inline int pixels(const Grid& g) { return g.batch * g.depth * g.height * g.width; }

// kind: IDENTITY, RELU or LEAKY_RELU.
KERNEL direct_forward_expand(Window g, const float* x, const float* weight, const float* bias,
                             int kind, float slope, float* y, float* moments) {
  Patches<Whole> patches = {g, {x}};
  int channels = g.output.channels;
  Matrix weights = {weight, channels, channels, 1};
  Ending ending = {bias, kind, slope, y, moments, pixels(g.output), channels};
  expand(patches, g.window, g.input.channels, weights, ending);
}

template <int FEW>
__device__ inline void forward_contract(const Window& g, const float* x, const float* weight,
                                        const float* bias, int kind, float slope, float* y) {
  Patches<Whole> patches = {g, {x}};
  int inputs = g.input.channels, channels = g.output.channels, count = pixels(g.output);
  Rectifier rectify(kind, slope);
  contract<FEW>(
      patches, x, g.window, inputs,
      [&](int tap, int c, int f) {
        return f < channels ? weight[(tap * inputs + c) * channels + f] : 0;
      },
      [&](int pixel, const float* sums) {
        if (pixel >= count) return;
#pragma unroll
        for (int f = 0; f < FEW; f++) {
          if (f < channels) {
            float value = bias == nullptr ? sums[f] : sums[f] + bias[f];
            y[pixel * channels + f] = rectify(value);
          }
        }
      });
}

KERNEL direct_forward_contract_one(Window g, const float* x, const float* weight,
                                   const float* bias, int kind, float slope, float* y) {
  forward_contract<1>(g, x, weight, bias, kind, slope, y);
}

KERNEL direct_forward_contract_few(Window g, const float* x, const float* weight,
                                   const float* bias, int kind, float slope, float* y) {
  forward_contract<MOST>(g, x, weight, bias, kind, slope, y);
}

KERNEL direct_backward_input_expand(Window g, const float* weight, const float* grad_y,
                                    float* grad_x) {
  Spread spread = {g, grad_y};
  int channels = g.input.channels, count = pixels(g.input);
  WeightsTransposed weights = {weight, channels, g.output.channels};
  expand(spread, g.window, g.output.channels, weights,
         storing([&](int pixel, int c, float sum) {
           if (pixel < count && c < channels) grad_x[pixel * channels + c] = sum;
         }));
}

template <int FEW>
__device__ inline void backward_input_contract(const Window& g, const float* weight,
                                               const float* grad_y, float* grad_x) {
  Spread spread = {g, grad_y};
  int outputs = g.output.channels, channels = g.input.channels, count = pixels(g.input);
  contract<FEW>(
      spread, grad_y, g.window, outputs,
      [&](int tap, int c, int f) {
        return f < channels ? weight[(tap * channels + f) * outputs + c] : 0;
      },
      [&](int pixel, const float* sums) {
        if (pixel >= count) return;
#pragma unroll
        for (int f = 0; f < FEW; f++) {
          if (f < channels) grad_x[pixel * channels + f] = sums[f];
        }
      });
}

KERNEL direct_backward_input_contract_one(Window g, const float* weight, const float* grad_y,
                                          float* grad_x) {
  backward_input_contract<1>(g, weight, grad_y, grad_x);
}

KERNEL direct_backward_input_contract_few(Window g, const float* weight, const float* grad_y,
                                          float* grad_x) {
  backward_input_contract<MOST>(g, weight, grad_y, grad_x);
}

// Blocks along x are GATHERED products by LANES channels, products first; along y splits of the
// pixels of the side with many channels. partial is [splits, taps, C, K].
KERNEL direct_backward_weight_few_inputs(Window g, const float* x, const float* grad_y, int split,
                                         float* partial) {
  Patches<Whole> patches = {g, {x}};
  int inputs = g.input.channels, channels = g.output.channels, count = pixels(g.output);
  int rows = g.window.depth * g.window.height * g.window.width * inputs;
  int blocks = (channels + LANES - 1) / LANES;
  int begin = blockIdx.y * split;
  float* to = partial + blockIdx.y * rows * channels;
  correlate(patches, g.window, inputs, grad_y, channels, begin, begin + min(split, count - begin),
            blockIdx.x / blocks * GATHERED, blockIdx.x % blocks * LANES,
            [&](int k, int c, float sum) { to[k * channels + c] = sum; });
}

KERNEL direct_backward_weight_few_outputs(Window g, const float* x, const float* grad_y, int split,
                                          float* partial) {
  Spread spread = {g, grad_y};
  int outputs = g.output.channels, channels = g.input.channels, count = pixels(g.input);
  int rows = g.window.depth * g.window.height * g.window.width * outputs;
  int blocks = (channels + LANES - 1) / LANES;
  int begin = blockIdx.y * split;
  float* to = partial + blockIdx.y * rows * channels;
  correlate(spread, g.window, outputs, x, channels, begin, begin + min(split, count - begin),
            blockIdx.x / blocks * GATHERED, blockIdx.x % blocks * LANES,
            [&](int k, int c, float sum) {
              to[(k / outputs * channels + c) * outputs + k % outputs] = sum;
            });
}
