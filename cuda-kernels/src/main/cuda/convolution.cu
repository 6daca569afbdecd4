// Convolution of [N, D, H, W, C] with weights [kD, kH, kW, C, K], and its two adjoints, exact
// float32, as dense products that read their windows where they lie (tile.cuh):
//
//   forward          pixels of the output  x  K      over taps * C
//   backward_input   pixels of the input   x  C      over taps * K
//   backward_weight  taps * C              x  K      over pixels of the output, cut into splits
//
// Each comes in two widths of tile: _wide for more than 16 columns, _narrow for up to 16.
#include "tile.cuh"

// A tap of the window, and a channel.
struct Tap {
  int d, h, w, c;
};

__device__ inline Tap tap(const Size3& window, int channels, int k) {
  Tap t;
  t.c = k % channels;
  k /= channels;
  t.w = k % window.width;
  k /= window.width;
  t.h = k % window.height;
  t.d = k / window.height;
  return t;
}

// A pixel's window: the image, and where its first tap lies.
struct Corner {
  int n, d, h, w;
  bool inside;
};

__device__ inline Corner corner(const Window& g, int output_pixel) {
  Corner p;
  p.inside = output_pixel < g.output.batch * g.output.depth * g.output.height * g.output.width;
  p.w = output_pixel % g.output.width * g.stride.width - g.padding.width;
  output_pixel /= g.output.width;
  p.h = output_pixel % g.output.height * g.stride.height - g.padding.height;
  output_pixel /= g.output.height;
  p.d = output_pixel % g.output.depth * g.stride.depth - g.padding.depth;
  p.n = output_pixel / g.output.depth;
  return p;
}

__device__ inline float seen(const Window& g, const float* x, const Corner& p, const Tap& t) {
  int d = p.d + t.d, h = p.h + t.h, w = p.w + t.w;
  bool inside = p.inside && (unsigned)d < g.input.depth && (unsigned)h < g.input.height &&
                (unsigned)w < g.input.width;
  return inside ? x[pixel(g.input, p.n, d, h, w) * g.input.channels + t.c] : 0;
}

// Row: a pixel of the output; k: a tap and a channel of the input.
struct Patches {
  const Window& g;
  const float* x;

  typedef Corner Row;
  __device__ Row row(int r) const { return corner(g, r); }
  __device__ Tap inner(int k) const { return tap(g.window, g.input.channels, k); }
  __device__ float load(const Row& row, const Tap& t) const { return seen(g, x, row, t); }
};

// The same, transposed. Row: a tap and a channel of the input; k: a pixel of the output.
struct PatchesTransposed {
  const Window& g;
  const float* x;
  int rows;

  struct Row {
    Tap tap;
    bool inside;
  };
  __device__ Row row(int r) const { return {tap(g.window, g.input.channels, r), r < rows}; }
  __device__ Corner inner(int k) const { return corner(g, k); }
  __device__ float load(const Row& row, const Corner& p) const {
    return row.inside ? seen(g, x, p, row.tap) : 0;
  }
};

// Row: a pixel of the input; k: a tap and a channel of the output.
struct Spread {
  const Window& g;
  const float* grad_y;

  typedef Corner Row;
  __device__ Row row(int r) const {
    Row p;
    p.inside = r < g.input.batch * g.input.depth * g.input.height * g.input.width;
    p.w = r % g.input.width + g.padding.width;
    r /= g.input.width;
    p.h = r % g.input.height + g.padding.height;
    r /= g.input.height;
    p.d = r % g.input.depth + g.padding.depth;
    p.n = r / g.input.depth;
    return p;
  }
  __device__ Tap inner(int k) const { return tap(g.window, g.output.channels, k); }
  __device__ float load(const Row& row, const Tap& t) const {
    int d = row.d - t.d, h = row.h - t.h, w = row.w - t.w;
    if (!row.inside || d < 0 || h < 0 || w < 0) return 0;
    int dd = d / g.stride.depth, hh = h / g.stride.height, ww = w / g.stride.width;
    bool inside = dd * g.stride.depth == d && hh * g.stride.height == h &&
                  ww * g.stride.width == w && dd < g.output.depth && hh < g.output.height &&
                  ww < g.output.width;
    return inside ? grad_y[pixel(g.output, row.n, dd, hh, ww) * g.output.channels + t.c] : 0;
  }
};

// Column: a channel of the input; k: a tap and a channel of the output.
struct WeightsTransposed {
  const float* weight;
  int inputs, outputs;

  struct Column {
    int c;
    bool inside;
  };
  __device__ Column column(int c) const { return {c * outputs, c < inputs}; }
  __device__ int inner(int k) const {
    return k / outputs * outputs * inputs + k % outputs;
  }
  __device__ float load(const Column& column, int offset) const {
    return column.inside ? weight[offset + column.c] : 0;
  }
};

// kind: IDENTITY, RELU or LEAKY_RELU.
template <int COLUMNS, int TC>
__device__ inline void forward(const Window& g, const float* x, const float* weight,
                               const float* bias, int kind, float slope, float* y) {
  int pixels = g.output.batch * g.output.depth * g.output.height * g.output.width;
  int channels = g.output.channels;
  Patches patches = {g, x};
  Matrix weights = {weight, channels, channels, 1};
  int products = g.window.depth * g.window.height * g.window.width * g.input.channels;
  tile<64, COLUMNS, 4, TC, false, true>(
      patches, weights, blockIdx.x * 64, blockIdx.y * COLUMNS, 0, products,
      [&](int row, int column, float sum) {
        if (row < pixels && column < channels) {
          float value = bias == nullptr ? sum : sum + bias[column];
          y[row * channels + column] = activate_cheaply(kind, slope, value);
        }
      });
}

KERNEL conv_forward_wide(Window g, const float* x, const float* weight, const float* bias,
                         int kind, float slope, float* y) {
  forward<64, 4>(g, x, weight, bias, kind, slope, y);
}

KERNEL conv_forward_narrow(Window g, const float* x, const float* weight, const float* bias,
                           int kind, float slope, float* y) {
  forward<16, 1>(g, x, weight, bias, kind, slope, y);
}

template <int COLUMNS, int TC>
__device__ inline void backward_input(const Window& g, const float* weight, const float* grad_y,
                                      float* grad_x) {
  int pixels = g.input.batch * g.input.depth * g.input.height * g.input.width;
  int channels = g.input.channels;
  Spread spread = {g, grad_y};
  WeightsTransposed weights = {weight, channels, g.output.channels};
  int products = g.window.depth * g.window.height * g.window.width * g.output.channels;
  tile<64, COLUMNS, 4, TC, false, false>(
      spread, weights, blockIdx.x * 64, blockIdx.y * COLUMNS, 0, products,
      [&](int row, int column, float sum) {
        if (row < pixels && column < channels) grad_x[row * channels + column] = sum;
      });
}

KERNEL conv_backward_input_wide(Window g, const float* weight, const float* grad_y,
                                float* grad_x) {
  backward_input<64, 4>(g, weight, grad_y, grad_x);
}

KERNEL conv_backward_input_narrow(Window g, const float* weight, const float* grad_y,
                                  float* grad_x) {
  backward_input<16, 1>(g, weight, grad_y, grad_x);
}

// Blocks along x are tiles, row by row; along y splits of the pixels. partial is [splits, rows, K].
template <int COLUMNS, int TC>
__device__ inline void backward_weight(const Window& g, const float* x, const float* grad_y,
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
      [&](int row, int column, float sum) {
        if (row < rows && column < channels) to[row * channels + column] = sum;
      });
}

KERNEL conv_backward_weight_wide(Window g, const float* x, const float* grad_y, int split,
                                 float* partial) {
  backward_weight<64, 4>(g, x, grad_y, split, partial);
}

KERNEL conv_backward_weight_narrow(Window g, const float* x, const float* grad_y, int split,
                                   float* partial) {
  backward_weight<16, 1>(g, x, grad_y, split, partial);
}

// Adds up the splits, in their order.
KERNEL conv_add_splits(const float* partial, int splits, float* grad_weight, int n) {
  unsigned i = element();
  if (i >= n) return;
  double sum = 0;
  for (int s = 0; s < splits; s++) sum += partial[s * n + i];
  grad_weight[i] = (float)sum;
}
