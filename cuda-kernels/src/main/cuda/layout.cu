// Moving elements without arithmetic, except where an adjoint adds up what was repeated.
#include "common.cuh"

KERNEL copy_channels(const float* x, int x_channels, int x_from, float* y, int y_channels,
                     int y_from, int count, int n) {
  unsigned i = element();
  if (i >= n) return;
  int pixel = i / count, c = i % count;
  y[pixel * y_channels + y_from + c] = x[pixel * x_channels + x_from + c];
}

// Where the value at a position of the padded axis comes from, or -1 where it is zero.
__device__ inline int source(int position, int extent, int reflect) {
  if ((unsigned)position < extent) return position;
  if (!reflect) return -1;
  return position < 0 ? -position : 2 * (extent - 1) - position;
}

KERNEL pad(Grid inner, Grid outer, Size3 before, int reflect, const float* x, float* y, int n) {
  unsigned i = element();
  if (i >= n) return;
  Place p = place(outer, i);
  int d = source(p.d - before.depth, inner.depth, reflect);
  int h = source(p.h - before.height, inner.height, reflect);
  int w = source(p.w - before.width, inner.width, reflect);
  bool inside = d >= 0 && h >= 0 && w >= 0;
  y[i] = inside ? x[pixel(inner, p.n, d, h, w) * inner.channels + p.c] : 0;
}

// Positions of the padded axis that a value went to: its own, and where it is mirrored.
struct Copies {
  int at[3];
  int count;
};

__device__ inline Copies copies(int i, int extent, int outer, int before, int reflect) {
  Copies c;
  int own = i + before, left = before - i, right = 2 * (extent - 1) - i + before;
  bool has_left = reflect && i > 0 && left >= 0;
  bool has_right = reflect && i < extent - 1 && right < outer;
  // In the order of positions; without an array that is indexed at run time, which would be memory.
  c.at[0] = has_left ? left : own;
  c.at[1] = has_left ? own : right;
  c.at[2] = right;
  c.count = 1 + has_left + has_right;
  return c;
}

KERNEL pad_backward(Grid inner, Grid outer, Size3 before, int reflect, const float* grad_y,
                    float* grad_x, int n) {
  unsigned i = element();
  if (i >= n) return;
  Place p = place(inner, i);
  Copies cd = copies(p.d, inner.depth, outer.depth, before.depth, reflect);
  Copies ch = copies(p.h, inner.height, outer.height, before.height, reflect);
  Copies cw = copies(p.w, inner.width, outer.width, before.width, reflect);
  float sum = 0;
#pragma unroll
  for (int a = 0; a < 3; a++)
#pragma unroll
    for (int b = 0; b < 3; b++)
#pragma unroll
      for (int c = 0; c < 3; c++) {
        if (a < cd.count && b < ch.count && c < cw.count) {
          sum += grad_y[pixel(outer, p.n, cd.at[a], ch.at[b], cw.at[c]) * outer.channels + p.c];
        }
      }
  grad_x[i] = sum;
}

// flips: bit 0 slices, 1 rows, 2 columns, all of the output; transpose exchanges rows and columns.
KERNEL orient(Grid input, int transpose, int flips, const float* x, float* y, int n) {
  unsigned i = element();
  if (i >= n) return;
  Grid output = input;
  if (transpose) {
    output.height = input.width;
    output.width = input.height;
  }
  Place p = place(output, i);
  int d = flips & 1 ? output.depth - 1 - p.d : p.d;
  int row = flips & 2 ? output.height - 1 - p.h : p.h;
  int column = flips & 4 ? output.width - 1 - p.w : p.w;
  int from = transpose ? pixel(input, p.n, d, column, row) : pixel(input, p.n, d, row, column);
  y[i] = x[from * input.channels + p.c];
}

KERNEL gather_rows(const int* rows, int columns, const float* x, float* y, int n) {
  unsigned i = element();
  if (i >= n) return;
  int row = rows[i / columns];
  y[i] = row < 0 ? 0 : x[row * columns + i % columns];
}

// Rows of grad_y that were copied from row r: order[starts[r]] to order[starts[r + 1] - 1].
KERNEL gather_rows_backward(const int* starts, const int* order, int columns,
                            const float* grad_y, float* grad_x, int n) {
  unsigned i = element();
  if (i >= n) return;
  int row = i / columns, column = i % columns;
  float sum = 0;
  for (int k = starts[row]; k < starts[row + 1]; k++) {
    sum += grad_y[order[k] * columns + column];
  }
  grad_x[i] = sum;
}
