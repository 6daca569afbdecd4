// What goes before and after convolutions that NVIDIA's libraries compute.
#include "common.cuh"

// [rows, columns] to [columns, rows].
KERNEL transpose(const float* x, int rows, int columns, float* y, int n) {
  unsigned i = element();
  if (i < n) y[i] = x[i % rows * columns + i / rows];
}

// In place; bias may be null.
KERNEL bias_activation(const float* bias, int channels, int kind, float slope, float* y, int n) {
  unsigned i = element();
  if (i < n) y[i] = activate(kind, slope, bias == nullptr ? y[i] : y[i] + bias[i % channels]);
}
