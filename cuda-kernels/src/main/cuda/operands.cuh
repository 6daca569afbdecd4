// Where the operands of a dense product lie, a convolution's too: for tile.cuh, which reads them
// one by one, and for tensor.cuh, which reads four neighbours at an address, nullptr for zeros.
#pragma once
#include "common.cuh"

// Loaders: line(i), row(i) and column(i) find the way along the outer axes, inner(k) along the sum,
// and next(inner, step) goes on from there without dividing again, by far less than its extents.
__device__ inline float read(const float* from) { return from == nullptr ? 0 : *from; }

// Reads a matrix of any strides, as A or as B.
struct Matrix {
  const float* values;
  int lines, inner_stride, line_stride;

  struct Line {
    int offset;
    bool inside;
  };
  typedef Line Row;
  typedef Line Column;
  typedef int Inner;
  __device__ Line line(int i) const { return {i * line_stride, i < lines}; }
  __device__ Line row(int i) const { return line(i); }
  __device__ Line column(int i) const { return line(i); }
  __device__ int inner(int k) const { return k * inner_stride; }
  __device__ void next(int& offset, int step) const { offset += step * inner_stride; }
  __device__ const float* at(const Line& line, int offset) const {
    return line.inside ? values + line.offset + offset : nullptr;
  }
  __device__ float load(const Line& line, int offset) const { return read(at(line, offset)); }
};

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

__device__ inline void advance(Tap& t, const Size3& window, int channels, int step) {
  t.c += step;
  while (t.c >= channels) {
    t.c -= channels;
    if (++t.w < window.width) continue;
    t.w = 0;
    if (++t.h < window.height) continue;
    t.h = 0;
    t.d++;
  }
}

// A pixel's window: the image, and where its first tap lies.
struct Corner {
  int n, d, h, w;
  bool inside;
};

// Where a pixel of the output lies.
struct Site {
  int n, d, h, w;
};

__device__ inline Site site(const Grid& g, int i) {
  Site p;
  p.w = i % g.width;
  i /= g.width;
  p.h = i % g.height;
  i /= g.height;
  p.d = i % g.depth;
  p.n = i / g.depth;
  return p;
}

__device__ inline void advance(Site& p, const Grid& g, int step) {
  p.w += step;
  while (p.w >= g.width) {
    p.w -= g.width;
    if (++p.h < g.height) continue;
    p.h = 0;
    if (++p.d < g.depth) continue;
    p.d = 0;
    p.n++;
  }
}

__device__ inline Corner corner(const Window& g, const Site& p) {
  return {p.n, p.d * g.stride.depth - g.padding.depth, p.h * g.stride.height - g.padding.height,
          p.w * g.stride.width - g.padding.width, true};
}

__device__ inline Corner corner(const Window& g, int output_pixel) {
  Corner p = corner(g, site(g.output, output_pixel));
  p.inside = output_pixel < g.output.batch * g.output.depth * g.output.height * g.output.width;
  return p;
}

// An activation that lies in one piece.
struct Whole {
  const float* values;

  __device__ const float* at(const Grid& g, int n, int d, int h, int w, int c) const {
    return values + pixel(g, n, d, h, w) * g.channels + c;
  }
};

// How channels lie that are the first ones: how many, and what part of the extents they have, by
// powers of two, since each of their pixels stands for a block of equal ones.
struct Part {
  int channels;
  Size3 shift;
};

// An activation whose channels lie in two parts behind each other, or in the first alone; the
// enlargement and concatenation that it stands for are never carried out.
struct Joined {
  const float* first;
  const float* second;
  Part part;

  __device__ const float* at(const Grid& g, int n, int d, int h, int w, int c) const {
    bool is_first = c < part.channels;
    int channels = is_first ? part.channels : g.channels - part.channels;
    Size3 shift = is_first ? part.shift : Size3{0, 0, 0};
    Grid grid = {g.batch, g.depth >> shift.depth, g.height >> shift.height,
                 g.width >> shift.width, channels};
    int place = pixel(grid, n, d >> shift.depth, h >> shift.height, w >> shift.width);
    return (is_first ? first : second) + place * channels + (is_first ? c : c - part.channels);
  }
};

template <class Input>
__device__ inline const float* seen(const Window& g, const Input& x, const Corner& p,
                                    const Tap& t) {
  int d = p.d + t.d, h = p.h + t.h, w = p.w + t.w;
  bool inside = p.inside && (unsigned)d < g.input.depth && (unsigned)h < g.input.height &&
                (unsigned)w < g.input.width;
  return inside ? x.at(g.input, p.n, d, h, w, t.c) : nullptr;
}

// Row: a pixel of the output; k: a tap and a channel of the input, Whole or Joined.
template <class Input>
struct Patches {
  const Window& g;
  Input x;

  typedef Corner Row;
  typedef Tap Inner;
  __device__ Row row(int r) const { return corner(g, r); }
  __device__ Tap inner(int k) const { return tap(g.window, g.input.channels, k); }
  __device__ void next(Tap& t, int step) const { advance(t, g.window, g.input.channels, step); }
  __device__ const float* at(const Row& row, const Tap& t) const { return seen(g, x, row, t); }
  __device__ float load(const Row& row, const Tap& t) const { return read(at(row, t)); }
};

// The same, transposed. Row: a tap and a channel of the input; k: a pixel of the output, which must
// be one.
struct PatchesTransposed {
  const Window& g;
  Joined x;
  int rows;

  struct Row {
    Tap tap;
    bool inside;
  };
  typedef Site Inner;
  __device__ Row row(int r) const { return {tap(g.window, g.input.channels, r), r < rows}; }
  __device__ Site inner(int k) const { return site(g.output, k); }
  __device__ void next(Site& p, int step) const { advance(p, g.output, step); }
  __device__ const float* at(const Row& row, const Site& p) const {
    return row.inside ? seen(g, x, corner(g, p), row.tap) : nullptr;
  }
  __device__ float load(const Row& row, const Site& p) const { return read(at(row, p)); }
};

// Most strides are 1, and a division takes long.
__device__ inline int divided(int a, int stride) { return stride == 1 ? a : a / stride; }

// Row: a pixel of the input; k: a tap and a channel of the output.
struct Spread {
  const Window& g;
  const float* grad_y;

  typedef Corner Row;
  typedef Tap Inner;
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
  __device__ void next(Tap& t, int step) const { advance(t, g.window, g.output.channels, step); }
  __device__ const float* at(const Row& row, const Tap& t) const {
    int d = row.d - t.d, h = row.h - t.h, w = row.w - t.w;
    if (!row.inside || d < 0 || h < 0 || w < 0) return nullptr;
    int dd = divided(d, g.stride.depth);
    int hh = divided(h, g.stride.height);
    int ww = divided(w, g.stride.width);
    bool inside = dd * g.stride.depth == d && hh * g.stride.height == h &&
                  ww * g.stride.width == w && dd < g.output.depth && hh < g.output.height &&
                  ww < g.output.width;
    return inside ? grad_y + pixel(g.output, row.n, dd, hh, ww) * g.output.channels + t.c
                  : nullptr;
  }
  __device__ float load(const Row& row, const Tap& t) const { return read(at(row, t)); }
};

// Column: a channel of the input; k: a tap and a channel of the output.
struct WeightsTransposed {
  const float* weight;
  int inputs, outputs;

  struct Column {
    int c;
    bool inside;
  };
  // Where a tap's weights begin, and the channel of the output.
  struct Inner {
    int tap, c;
  };
  __device__ Column column(int c) const { return {c * outputs, c < inputs}; }
  __device__ Inner inner(int k) const { return {k / outputs * outputs * inputs, k % outputs}; }
  __device__ void next(Inner& i, int step) const {
    i.c += step;
    while (i.c >= outputs) {
      i.c -= outputs;
      i.tap += outputs * inputs;
    }
  }
  __device__ const float* at(const Column& column, const Inner& i) const {
    return column.inside ? weight + i.tap + i.c + column.c : nullptr;
  }
  __device__ float load(const Column& column, const Inner& i) const { return read(at(column, i)); }
};
