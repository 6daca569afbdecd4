// What all families share: geometry, activations, indices.
//
// Activations are [N, D, H, W, C], float32, channels last. Blocks hold fewer than 2^31 elements, so
// that an int counts them. Every kernel runs on blocks of THREADS threads along x.
#pragma once

#define THREADS 256
// Two blocks fit on a processor, so that registers are at most 128.
#define KERNEL extern "C" __global__ void __launch_bounds__(THREADS, 2)

// Extents of an activation.
struct Grid {
  int batch, depth, height, width, channels;
};

// Three numbers along depth, rows and columns.
struct Size3 {
  int depth, height, width;
};

// Output (d, h, w) sees inputs (d * stride - padding + i), 0 <= i < window, likewise along h, w.
struct Window {
  Grid input, output;
  Size3 window, stride, padding;
};

// Place of an element in an activation.
struct Place {
  int n, d, h, w, c;
};

__device__ inline unsigned element() { return blockIdx.x * THREADS + threadIdx.x; }

__device__ inline int pixel(const Grid& g, int n, int d, int h, int w) {
  return ((n * g.depth + d) * g.height + h) * g.width + w;
}

__device__ inline Place place(const Grid& g, unsigned i) {
  Place p;
  p.c = i % g.channels;
  i /= g.channels;
  p.w = i % g.width;
  i /= g.width;
  p.h = i % g.height;
  i /= g.height;
  p.d = i % g.depth;
  p.n = i / g.depth;
  return p;
}

// The order of org.limpid.backend.Activation.Kind.
enum { IDENTITY, RELU, LEAKY_RELU, ELU, SIGMOID, SOFTPLUS };

// NaN stays NaN.
__device__ inline float activate(int kind, float slope, float x) {
  switch (kind) {
    case RELU:
      return x <= 0 ? 0 : x;
    case LEAKY_RELU:
      return x > 0 ? x : slope * x;
    case ELU:
      return x > 0 ? x : expm1f(x);
    case SIGMOID:
      return 1 / (1 + expf(-x));
    case SOFTPLUS:
      return fmaxf(x, 0) + log1pf(expf(-fabsf(x)));
    default:
      return x;
  }
}

// Only those without an exponential, for kernels that write many elements in one place: code is
// spent on each. What is not above 0 is multiplied or, by RELU, forgotten, infinities too.
struct Rectifier {
  bool is_zero;
  float slope;

  __device__ Rectifier(int kind, float leak)
      : is_zero(kind == RELU), slope(kind == IDENTITY ? 1 : leak) {}
  __device__ float operator()(float x) const { return x <= 0 ? is_zero ? 0 : slope * x : x; }
};

// Derivative of the activation where its result is y.
__device__ inline float derivative(int kind, float slope, float y) {
  switch (kind) {
    case RELU:
      return y > 0 ? 1 : 0;
    case LEAKY_RELU:
      return y > 0 ? 1 : slope;
    case ELU:
      return y > 0 ? 1 : y + 1;
    case SIGMOID:
      return y * (1 - y);
    case SOFTPLUS:
      return -expm1f(-y);
    default:
      return 1;
  }
}
