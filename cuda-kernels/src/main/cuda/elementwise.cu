// Arithmetic on elements: a thread makes one.
#include "common.cuh"

// The orders of org.limpid.backend.ElementwiseKernels.Binary and Unary.
enum { ADD, SUBTRACT, MULTIPLY, DIVIDE, MINIMUM, MAXIMUM };
enum { EXP, LOG, SQRT, ABS, SIGN };

// NaN if either is, other than fminf and fmaxf.
__device__ inline float combine(int op, float a, float b) {
  switch (op) {
    case ADD:
      return a + b;
    case SUBTRACT:
      return a - b;
    case MULTIPLY:
      return a * b;
    case DIVIDE:
      return a / b;
    case MINIMUM:
      return a != a || a < b ? a : b;
    default:
      return a != a || a > b ? a : b;
  }
}

__device__ inline float apply(int op, float x) {
  switch (op) {
    case EXP:
      return expf(x);
    case LOG:
      return logf(x);
    case SQRT:
      return sqrtf(x);
    case ABS:
      return fabsf(x);
    default:
      return x > 0 ? 1 : x < 0 ? -1 : x;
  }
}

KERNEL binary(int op, const float* a, const float* b, float* y, int n) {
  unsigned i = element();
  if (i < n) y[i] = combine(op, a[i], b[i]);
}

KERNEL unary(int op, const float* x, float* y, int n) {
  unsigned i = element();
  if (i < n) y[i] = apply(op, x[i]);
}

KERNEL affine(const float* x, float scale, float shift, float* y, int n) {
  unsigned i = element();
  if (i < n) y[i] = scale * x[i] + shift;
}

KERNEL fill(float value, float* y, int n) {
  unsigned i = element();
  if (i < n) y[i] = value;
}

KERNEL activation(int kind, float slope, const float* x, float* y, int n) {
  unsigned i = element();
  if (i < n) y[i] = activate(kind, slope, x[i]);
}

KERNEL activation_backward(
    int kind, float slope, const float* y, const float* grad_y, float* grad_x, int n) {
  unsigned i = element();
  if (i < n) grad_x[i] = grad_y[i] * derivative(kind, slope, y[i]);
}
