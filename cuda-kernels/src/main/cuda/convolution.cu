// Convolution of [N, D, H, W, C] with weights [kD, kH, kW, C, K], and its two adjoints, exact
// float32, as dense products that read their windows where they lie (operands.cuh):
//
//   forward          pixels of the output  x  K      over taps * C
//   backward_input   pixels of the input   x  C      over taps * K
//   backward_weight  taps * C              x  K      over pixels of the output, cut into splits
//
// The input may lie in two parts (Joined); its gradient comes in two parts then, of which the first
// has as many channels, but all pixels. Each comes in two widths of tile: _wide for more than 16 columns, _narrow for up to 16.
#include "operands.cuh"
#include "tile.cuh"

// kind: IDENTITY, RELU or LEAKY_RELU.
template <int COLUMNS, int TC>
__device__ inline void forward(const Window& g, const Joined& x, const float* weight,
                               const float* bias, int kind, float slope, float* y,
                               float* moments) {
  int pixels = g.output.batch * g.output.depth * g.output.height * g.output.width;
  int channels = g.output.channels;
  Patches<Joined> patches = {g, x};
  Matrix weights = {weight, channels, channels, 1};
  Ending ending = {bias, kind, slope, y, moments, pixels, channels};
  int products = g.window.depth * g.window.height * g.window.width * g.input.channels;
  tile<64, COLUMNS, 4, TC, false, true>(
      patches, weights, blockIdx.x * 64, blockIdx.y * COLUMNS, 0, products, ending);
}

KERNEL conv_forward_wide(Window g, const float* x, const float* second, Part part,
                         const float* weight, const float* bias, int kind, float slope, float* y,
                         float* moments) {
  forward<64, 4>(g, {x, second, part}, weight, bias, kind, slope, y, moments);
}

KERNEL conv_forward_narrow(Window g, const float* x, const float* second, Part part,
                         const float* weight, const float* bias, int kind, float slope, float* y,
                         float* moments) {
  forward<16, 1>(g, {x, second, part}, weight, bias, kind, slope, y, moments);
}

template <int COLUMNS, int TC>
__device__ inline void backward_input(const Window& g, const float* weight, const float* grad_y,
                                      float* grad_x, float* grad_second, int first) {
  int pixels = g.input.batch * g.input.depth * g.input.height * g.input.width;
  int channels = g.input.channels;
  Spread spread = {g, grad_y};
  WeightsTransposed weights = {weight, channels, g.output.channels};
  int products = g.window.depth * g.window.height * g.window.width * g.output.channels;
  tile<64, COLUMNS, 4, TC, false, false>(
      spread, weights, blockIdx.x * 64, blockIdx.y * COLUMNS, 0, products,
      storing([&](int row, int column, float sum) {
        if (row >= pixels || column >= channels) return;
        if (column < first) {
          grad_x[row * first + column] = sum;
        } else {
          grad_second[row * (channels - first) + column - first] = sum;
        }
      }));
}

KERNEL conv_backward_input_wide(Window g, const float* weight, const float* grad_y,
                                float* grad_x, float* grad_second, int first) {
  backward_input<64, 4>(g, weight, grad_y, grad_x, grad_second, first);
}

KERNEL conv_backward_input_narrow(Window g, const float* weight, const float* grad_y,
                                float* grad_x, float* grad_second, int first) {
  backward_input<16, 1>(g, weight, grad_y, grad_x, grad_second, first);
}

// Blocks along x are tiles, row by row; along y splits of the pixels. partial is [splits, rows, K].
template <int COLUMNS, int TC>
__device__ inline void backward_weight(const Window& g, const Joined& x, const float* grad_y,
                                       int split, float* partial) {
  int pixels = g.output.batch * g.output.depth * g.output.height * g.output.width;
  int channels = g.output.channels;
  int rows = g.window.depth * g.window.height * g.window.width * g.input.channels;
  int tiles = (channels + COLUMNS - 1) / COLUMNS;
  PatchesTransposed patches = {g, x, rows};
  Matrix gradients = {grad_y, channels, channels, 1};
  int begin = blockIdx.y * split;
  int end = begin + min(split, pixels - begin);
  float* to = partial + blockIdx.y * rows * channels;
  tile<64, COLUMNS, 4, TC, true, true>(
      patches, gradients, blockIdx.x / tiles * 64, blockIdx.x % tiles * COLUMNS, begin, end,
      storing([&](int row, int column, float sum) {
        if (row < rows && column < channels) to[row * channels + column] = sum;
      }));
}

KERNEL conv_backward_weight_wide(Window g, const float* x, const float* second, Part part,
                                 const float* grad_y, int split, float* partial) {
  backward_weight<64, 4>(g, {x, second, part}, grad_y, split, partial);
}

KERNEL conv_backward_weight_narrow(Window g, const float* x, const float* second, Part part,
                                 const float* grad_y, int split, float* partial) {
  backward_weight<16, 1>(g, {x, second, part}, grad_y, split, partial);
}

// Adds up the splits: a block those of COLUMNS weights, each of its rows every ROWS-th split, then
// the rows in their order.
KERNEL conv_add_splits(const float* partial, int splits, float* grad_weight, int n) {
  constexpr int COLUMNS = 32, ROWS = THREADS / COLUMNS;
  __shared__ double sums[ROWS][COLUMNS];
  int column = threadIdx.x % COLUMNS, row = threadIdx.x / COLUMNS;
  int i = blockIdx.x * COLUMNS + column;
  double sum = 0;
  if (i < n) {
    for (int s = row; s < splits; s += ROWS) sum += partial[s * n + i];
  }
  sums[row][column] = sum;
  __syncthreads();
  if (row > 0 || i >= n) return;
  for (int r = 1; r < ROWS; r++) sum += sums[r][column];
  grad_weight[i] = (float)sum;
}
