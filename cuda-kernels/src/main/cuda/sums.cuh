// Sums over the middle axis of [outer, length, inner], in double precision and in an order that
// depends on the shape only. A block sums a chunk of the axis for some neighbouring columns: its
// threads are rows x columns, so that they read what lies side by side. A second kernel adds up the
// chunks.
#pragma once
#include "common.cuh"

// How the work is cut; made by org.limpid.cuda.SumShape.
struct SumShape {
  int length, inner;
  int columns;  // columns of a block, at most THREADS
  int chunk;    // how much of the axis a block sums
  int chunks;
};

// partial[((outer * inner + column) * COUNT + k) * chunks + chunk] = the chunk's k-th sum.
// term(outer, l, column, sums) adds one element to COUNT sums.
template <int COUNT, class Term>
__device__ inline void sum_chunk(const SumShape& s, double* partial, Term term) {
  __shared__ double shared[COUNT * THREADS];
  int which = blockIdx.x % s.chunks;
  int rest = blockIdx.x / s.chunks;
  int column_blocks = (s.inner + s.columns - 1) / s.columns;
  int outer = rest / column_blocks;
  int t = threadIdx.x;
  int row = t / s.columns;
  int rows = THREADS / s.columns;
  int column = rest % column_blocks * s.columns + t % s.columns;
  double sums[COUNT];
#pragma unroll
  for (int k = 0; k < COUNT; k++) sums[k] = 0;
  if (row < rows && column < s.inner) {
    int begin = which * s.chunk;
    int count = min(s.chunk, s.length - begin);
    for (int l = row; l < count; l += rows) term(outer, begin + l, column, sums);
  }
#pragma unroll
  for (int k = 0; k < COUNT; k++) shared[k * THREADS + t] = sums[k];
  __syncthreads();
  for (int step = THREADS / 2; step > 0; step /= 2) {
    if (row < step && row + step < rows) {
#pragma unroll
      for (int k = 0; k < COUNT; k++) {
        shared[k * THREADS + t] += shared[k * THREADS + t + step * s.columns];
      }
    }
    __syncthreads();
  }
  if (row == 0 && column < s.inner) {
#pragma unroll
    for (int k = 0; k < COUNT; k++) {
      partial[((outer * s.inner + column) * COUNT + k) * s.chunks + which] = shared[k * THREADS + t];
    }
  }
}

// Adds up the chunks of one sum, in their order.
__device__ inline double total(const double* partial, int chunks) {
  double sum = 0;
  for (int i = 0; i < chunks; i++) sum += partial[i];
  return sum;
}
