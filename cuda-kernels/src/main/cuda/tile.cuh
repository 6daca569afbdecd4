// A dense product y[row, column] = sum over k of A(row, k) * B(k, column), exact float32, in tiles.
//
// A block of THREADS threads makes a tile of ROWS x COLUMNS; every thread TR x TC of it, in
// registers. Slices of DEPTH products go through shared memory. Where A and B come from is said by
// loaders, so that a convolution is the same product without its windows ever being written down.
// Products of one element are added in the order of k.
//
// A loader of A: struct Row, struct Inner; row(int r) and inner(int k) find their way once,
// next(Inner, int) goes on, and load(Row, Inner) reads, 0 outside. A loader of B: Column, Inner,
// likewise.
#pragma once
#include "ending.cuh"

#define DEPTH 16

// Where a thread's part lies, for what ending.cuh does with it.
template <int ROWS_, int COLUMNS_, int TR, int TC>
struct Squares {
  static constexpr bool IS_SHARED_READ = false;
  typedef Extents<ROWS_, COLUMNS_, ROWS_ / TR> Of;
  int first_row, first_column, slot, part;

  __device__ int row(int i) const { return first_row + slot * TR + i; }
  __device__ int column(int j) const { return first_column + part * TC + j; }
};

template <int ROWS, int COLUMNS, int TR, int TC, bool ROW_FASTEST, bool COLUMN_FASTEST, class A,
          class B, class End>
__device__ inline void tile(const A& a, const B& b, int first_row, int first_column, int begin,
                            int end, const End& ending) {
  static_assert((ROWS / TR) * (COLUMNS / TC) == THREADS, "a thread for every part");
  __shared__ __align__(16) float as[DEPTH][ROWS + 4];
  __shared__ __align__(16) float bs[DEPTH][COLUMNS + 4];
  constexpr int A_FAST = ROW_FASTEST ? ROWS : DEPTH;
  constexpr int B_FAST = COLUMN_FASTEST ? COLUMNS : DEPTH;
  constexpr int A_LOADS = ROWS * DEPTH / THREADS;
  constexpr int B_LOADS = COLUMNS * DEPTH / THREADS;
  int t = threadIdx.x;
  Squares<ROWS, COLUMNS, TR, TC> place = {first_row, first_column, t / (COLUMNS / TC),
                                          t % (COLUMNS / TC)};
  int tr = place.slot * TR;
  int tc = place.part * TC;

  typename A::Row rows[ROW_FASTEST ? 1 : A_LOADS];
  typename B::Column columns[COLUMN_FASTEST ? 1 : B_LOADS];
#pragma unroll
  for (int i = 0; i < (ROW_FASTEST ? 1 : A_LOADS); i++) {
    rows[i] = a.row(first_row + (ROW_FASTEST ? t % A_FAST : t / A_FAST + i * (THREADS / A_FAST)));
  }
#pragma unroll
  for (int i = 0; i < (COLUMN_FASTEST ? 1 : B_LOADS); i++) {
    columns[i] =
        b.column(first_column + (COLUMN_FASTEST ? t % B_FAST : t / B_FAST + i * (THREADS / B_FAST)));
  }

  typename A::Inner inner_a[ROW_FASTEST ? A_LOADS : 1];
  typename B::Inner inner_b[COLUMN_FASTEST ? B_LOADS : 1];
#pragma unroll
  for (int i = 0; i < (ROW_FASTEST ? A_LOADS : 1); i++) {
    inner_a[i] = a.inner(begin + (ROW_FASTEST ? t / A_FAST + i * (THREADS / A_FAST) : t % A_FAST));
  }
#pragma unroll
  for (int i = 0; i < (COLUMN_FASTEST ? B_LOADS : 1); i++) {
    inner_b[i] =
        b.inner(begin + (COLUMN_FASTEST ? t / B_FAST + i * (THREADS / B_FAST) : t % B_FAST));
  }

  float sum[TR][TC];
#pragma unroll
  for (int i = 0; i < TR; i++)
#pragma unroll
    for (int j = 0; j < TC; j++) sum[i][j] = 0;

  for (int k0 = begin; k0 < end; k0 += DEPTH) {
#pragma unroll
    for (int i = 0; i < A_LOADS; i++) {
      int slow = t / A_FAST + i * (THREADS / A_FAST);
      int k = ROW_FASTEST ? slow : t % A_FAST;
      int row = ROW_FASTEST ? t % A_FAST : slow;
      as[k][row] = k0 + k < end ? a.load(rows[ROW_FASTEST ? 0 : i], inner_a[ROW_FASTEST ? i : 0]) : 0;
    }
#pragma unroll
    for (int i = 0; i < B_LOADS; i++) {
      int slow = t / B_FAST + i * (THREADS / B_FAST);
      int k = COLUMN_FASTEST ? slow : t % B_FAST;
      int column = COLUMN_FASTEST ? t % B_FAST : slow;
      bs[k][column] = k0 + k < end ? b.load(columns[COLUMN_FASTEST ? 0 : i],
                                            inner_b[COLUMN_FASTEST ? i : 0])
                                   : 0;
    }
#pragma unroll
    for (int i = 0; i < (ROW_FASTEST ? A_LOADS : 1); i++) a.next(inner_a[i], DEPTH);
#pragma unroll
    for (int i = 0; i < (COLUMN_FASTEST ? B_LOADS : 1); i++) b.next(inner_b[i], DEPTH);
    __syncthreads();
#pragma unroll 4
    for (int k = 0; k < DEPTH; k++) {
      float left[TR], right[TC];
#pragma unroll
      for (int i = 0; i < TR; i++) left[i] = as[k][tr + i];
#pragma unroll
      for (int j = 0; j < TC; j++) right[j] = bs[k][tc + j];
#pragma unroll
      for (int i = 0; i < TR; i++)
#pragma unroll
        for (int j = 0; j < TC; j++) sum[i][j] = fmaf(left[i], right[j], sum[i][j]);
    }
    __syncthreads();
  }
  static_assert((ROWS / TR + 1) * COLUMNS <= DEPTH * (ROWS + 4), "room for sums of columns");
  ending(place, sum, &as[0][0]);
}
