// Pooling and upsampling, channel by channel. A thread makes one element of the result; adjoints
// gather, so that sums have a fixed order.
#include "common.cuh"

// The range of numbers [from, to).
struct Range {
  int from, to;
};

// Inputs that output o sees along an axis.
__device__ inline Range seen(int o, int window, int stride, int padding, int extent) {
  int from = o * stride - padding;
  return {max(from, 0), min(from + window, extent)};
}

// Outputs along an axis that see input i.
__device__ inline Range seers(int i, int window, int stride, int padding, int outputs) {
  int first = i + padding - window + 1;
  return {first <= 0 ? 0 : (first + stride - 1) / stride,
          min((i + padding) / stride + 1, outputs)};
}

struct Box {
  Range d, h, w;
};

__device__ inline Box seen(const Window& g, int d, int h, int w) {
  return {seen(d, g.window.depth, g.stride.depth, g.padding.depth, g.input.depth),
          seen(h, g.window.height, g.stride.height, g.padding.height, g.input.height),
          seen(w, g.window.width, g.stride.width, g.padding.width, g.input.width)};
}

__device__ inline Box seers(const Window& g, const Place& p) {
  return {seers(p.d, g.window.depth, g.stride.depth, g.padding.depth, g.output.depth),
          seers(p.h, g.window.height, g.stride.height, g.padding.height, g.output.height),
          seers(p.w, g.window.width, g.stride.width, g.padding.width, g.output.width)};
}

__device__ inline int volume(const Box& b) {
  return (b.d.to - b.d.from) * (b.h.to - b.h.from) * (b.w.to - b.w.from);
}

#define EACH(box)                                    \
  for (int d = (box).d.from; d < (box).d.to; d++)    \
    for (int h = (box).h.from; h < (box).h.to; h++)  \
      for (int w = (box).w.from; w < (box).w.to; w++)

__device__ inline int at(const Grid& g, int n, int d, int h, int w, int c) {
  return pixel(g, n, d, h, w) * g.channels + c;
}

KERNEL max_pool(Window g, const float* x, float* y, int n) {
  unsigned i = element();
  if (i >= n) return;
  Place p = place(g.output, i);
  Box box = seen(g, p.d, p.h, p.w);
  float largest = -INFINITY;
  EACH(box) {
    float value = x[at(g.input, p.n, d, h, w, p.c)];
    // NaN is taken, and kept.
    if (!(value <= largest) && largest == largest) largest = value;
  }
  y[i] = largest;
}

// Whether an input of the window before p, in memory order, equals the result as well.
__device__ inline bool has_earlier(const Window& g, const float* x, const Box& box,
                                   const Place& p, float result) {
  for (int d = box.d.from; d <= p.d; d++) {
    int h_to = d < p.d ? box.h.to : p.h + 1;
    for (int h = box.h.from; h < h_to; h++) {
      const float* row = x + at(g.input, p.n, d, h, 0, p.c);
      int w_to = d < p.d || h < p.h ? box.w.to : p.w;
      for (int w = box.w.from; w < w_to; w++) {
        if (row[w * g.input.channels] == result) return true;
      }
    }
  }
  return false;
}

KERNEL max_pool_backward(Window g, const float* x, const float* y, const float* grad_y,
                         float* grad_x, int n) {
  unsigned i = element();
  if (i >= n) return;
  Place p = place(g.input, i);
  Box box = seers(g, p);
  float value = x[i], sum = 0;
  EACH(box) {
    int o = at(g.output, p.n, d, h, w, p.c);
    if (y[o] == value && !has_earlier(g, x, seen(g, d, h, w), p, value)) sum += grad_y[o];
  }
  grad_x[i] = sum;
}

KERNEL average_pool(Window g, const float* x, float* y, int n) {
  unsigned i = element();
  if (i >= n) return;
  Place p = place(g.output, i);
  Box box = seen(g, p.d, p.h, p.w);
  float sum = 0;
  EACH(box) sum += x[at(g.input, p.n, d, h, w, p.c)];
  y[i] = sum / volume(box);
}

KERNEL average_pool_backward(Window g, const float* grad_y, float* grad_x, int n) {
  unsigned i = element();
  if (i >= n) return;
  Place p = place(g.input, i);
  Box box = seers(g, p);
  float sum = 0;
  EACH(box) sum += grad_y[at(g.output, p.n, d, h, w, p.c)] / volume(seen(g, d, h, w));
  grad_x[i] = sum;
}

// Where output o lies between inputs along an axis: share of `low`, the rest goes to `low + 1`.
struct Between {
  int low;
  float rest;
};

__device__ inline Between between(int o, int factor, int extent, int linear) {
  if (!linear) return {o / factor, 0};
  // Input coordinate (o + 0.5) / factor - 0.5 in units of 1 / (2 * factor): whole numbers.
  int unit = 2 * factor;
  int position = min(max(2 * o + 1 - factor, 0), (extent - 1) * unit);
  return {position / unit, (float)(position % unit) / unit};
}

__device__ inline float share(const Between& b, int i) {
  return i == b.low ? 1 - b.rest : i == b.low + 1 ? b.rest : 0;
}

__device__ inline Grid enlarged(Grid g, const Size3& factor) {
  g.depth *= factor.depth;
  g.height *= factor.height;
  g.width *= factor.width;
  return g;
}

KERNEL upsample(Grid input, Size3 factor, int linear, const float* x, float* y, int n) {
  unsigned i = element();
  if (i >= n) return;
  Place p = place(enlarged(input, factor), i);
  Between bd = between(p.d, factor.depth, input.depth, linear);
  Between bh = between(p.h, factor.height, input.height, linear);
  Between bw = between(p.w, factor.width, input.width, linear);
  if (!linear) {
    y[i] = x[at(input, p.n, bd.low, bh.low, bw.low, p.c)];
    return;
  }
  Box box = {{bd.low, min(bd.low + 2, input.depth)},
             {bh.low, min(bh.low + 2, input.height)},
             {bw.low, min(bw.low + 2, input.width)}};
  float sum = 0;
  EACH(box) {
    sum += share(bd, d) * share(bh, h) * share(bw, w) * x[at(input, p.n, d, h, w, p.c)];
  }
  y[i] = sum;
}

// Outputs along an axis that take from input i.
__device__ inline Range takers(int i, int factor, int extent, int linear) {
  if (!linear) return {i * factor, (i + 1) * factor};
  return {max((i - 1) * factor, 0), min((i + 2) * factor, extent * factor)};
}

KERNEL upsample_backward(Grid input, Size3 factor, int linear, const float* grad_y,
                         float* grad_x, int n) {
  unsigned i = element();
  if (i >= n) return;
  Place p = place(input, i);
  Grid output = enlarged(input, factor);
  Box box = {takers(p.d, factor.depth, input.depth, linear),
             takers(p.h, factor.height, input.height, linear),
             takers(p.w, factor.width, input.width, linear)};
  float sum = 0;
  EACH(box) {
    float part = share(between(d, factor.depth, input.depth, linear), p.d) *
                 share(between(h, factor.height, input.height, linear), p.h) *
                 share(between(w, factor.width, input.width, linear), p.w);
    sum += part * grad_y[at(output, p.n, d, h, w, p.c)];
  }
  grad_x[i] = sum;
}
