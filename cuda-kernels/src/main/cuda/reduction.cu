// Sums along an axis of [outer, length, inner], and their adjoint.
#include "sums.cuh"

KERNEL sum_chunks(SumShape s, const float* x, double* partial) {
  sum_chunk<1>(s, partial, [&](int outer, int l, int column, double* sums) {
    sums[0] += x[(outer * s.length + l) * s.inner + column];
  });
}

KERNEL sum_finish(const double* partial, int chunks, float* y, int n) {
  unsigned i = element();
  if (i < n) y[i] = (float)total(partial + i * chunks, chunks);
}

// For a short axis: a thread makes one sum.
KERNEL sum_short(const float* x, float* y, int length, int inner, int n) {
  unsigned i = element();
  if (i >= n) return;
  const float* from = x + i / inner * inner * length + i % inner;
  double sum = 0;
  for (int l = 0; l < length; l++) sum += from[l * inner];
  y[i] = (float)sum;
}

KERNEL repeat(const float* x, float* y, int length, int inner, int n) {
  unsigned i = element();
  if (i < n) y[i] = x[i / inner / length * inner + i % inner];
}
