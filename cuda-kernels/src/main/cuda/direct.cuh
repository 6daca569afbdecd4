// Products of a convolution with few channels on one side, as those of a first and a last layer
// have: little arithmetic, so that memory decides. What has many channels is read or written once
// and side by side; what has few is gathered into shared memory, without divisions for each tap.
//
//   expand      few to many:  y[pixel, c]       = sum over k of few(pixel, k) * weights(k, c)
//   contract    many to few:  y[pixel, few]     = sum over taps and c of many(tap, c) * weights
//   correlate   both, to gradients of weights:  sum over pixels of few(pixel, k) * many[pixel, c]
//
// few(pixel, k) is a loader of operands.cuh, k a tap and one of the few channels; sums are float32,
// in the order of k or, in correlate, of pixels by threads and then of threads.
#pragma once
#include "ending.cuh"
#include "operands.cuh"

#define LANES 32
#define WARPS (THREADS / LANES)
// Products whose factors are gathered at once.
#define GATHERED 16

// The next channel, or the first one of the next tap.
__device__ inline void advance(Tap& t, const Size3& window, int channels) {
  if (++t.c < channels) return;
  t.c = 0;
  if (++t.w < window.width) return;
  t.w = 0;
  if (++t.h < window.height) return;
  t.h = 0;
  t.d++;
}

// The pixels of a warp, a channel of them for each lane.
struct Stripes {
  static constexpr bool IS_SHARED_READ = false;
  typedef Extents<THREADS, LANES, WARPS> Of;
  int first_row, first_column, slot, lane;

  __device__ int row(int i) const { return first_row + slot * LANES + i; }
  __device__ int column(int j) const { return first_column + lane; }
};

// Blocks along x are of THREADS pixels, along y of LANES channels.
template <class Few, class Weights, class End>
__device__ inline void expand(const Few& few, const Size3& window, int channels,
                              const Weights& weights, const End& ending) {
  __shared__ __align__(16) float seen[GATHERED][THREADS];
  __shared__ float factors[GATHERED][LANES];
  int lane = threadIdx.x % LANES, warp = threadIdx.x / LANES;
  int products = window.depth * window.height * window.width * channels;
  typename Few::Row row = few.row(blockIdx.x * THREADS + threadIdx.x);
  typename Weights::Column column = weights.column(blockIdx.y * LANES + lane);
  Tap tap = {0, 0, 0, 0};
  float sum[LANES][1];
#pragma unroll
  for (int i = 0; i < LANES; i++) sum[i][0] = 0;
  for (int k0 = 0; k0 < products; k0 += GATHERED) {
    int count = min(GATHERED, products - k0);
#pragma unroll 1
    for (int k = 0; k < count; k++) {
      seen[k][threadIdx.x] = few.load(row, tap);
      advance(tap, window, channels);
    }
#pragma unroll 1
    for (int k = warp; k < count; k += WARPS) {
      factors[k][lane] = weights.load(column, weights.inner(k0 + k));
    }
    __syncthreads();
#pragma unroll 1
    for (int k = 0; k < count; k++) {
      float factor = factors[k][lane];
      const float4* values = (const float4*)(seen[k] + warp * LANES);
#pragma unroll
      for (int i = 0; i < LANES / 4; i++) {
        float4 four = values[i];
        sum[4 * i][0] = fmaf(four.x, factor, sum[4 * i][0]);
        sum[4 * i + 1][0] = fmaf(four.y, factor, sum[4 * i + 1][0]);
        sum[4 * i + 2][0] = fmaf(four.z, factor, sum[4 * i + 2][0]);
        sum[4 * i + 3][0] = fmaf(four.w, factor, sum[4 * i + 3][0]);
      }
    }
    __syncthreads();
  }
  Stripes place = {(int)blockIdx.x * THREADS, (int)blockIdx.y * LANES, warp, lane};
  ending(place, sum, &seen[0][0]);
}

// Blocks along x are of THREADS pixels: a thread makes the FEW channels of one. values is what many
// reads from; weights(tap, c, f) reads a factor, tap by number. store(pixel, sums) is called for all
// pixels, outside too.
template <int FEW, class Many, class Weights, class Store>
__device__ inline void contract(const Many& many, const float* values, const Size3& window,
                                int channels, Weights weights, Store store) {
  // Where each pixel's channels begin for the tap, -1 for zeros.
  __shared__ int places[THREADS];
  // One column more, so that a thread's row begins in the bank behind that of its neighbour's.
  __shared__ float slice[THREADS][LANES + 1];
  __shared__ float factors[LANES][FEW];
  int t = threadIdx.x;
  typename Many::Row row = many.row(blockIdx.x * THREADS + t);
  int taps = window.depth * window.height * window.width;
  Tap tap = {0, 0, 0, 0};
  float sum[FEW];
#pragma unroll
  for (int f = 0; f < FEW; f++) sum[f] = 0;
  // Threads that read a pixel together: as many as channels, rounded up to a power of two.
  int side = 0;
  while (side < 5 && 1 << side < channels) side++;
#pragma unroll 1
  for (int k = 0; k < taps; k++) {
    const float* at = many.at(row, tap);
    places[t] = at == nullptr ? -1 : at - values;
    advance(tap, window, 1);
    __syncthreads();
    for (int c0 = 0; c0 < channels; c0 += LANES) {
      int count = min(LANES, channels - c0);
#pragma unroll 4
      for (int i = 0; i < 1 << side; i++) {
        int c = t & (1 << side) - 1;
        int p = i * (THREADS >> side) + (t >> side);
        slice[p][c] = places[p] >= 0 && c < count ? values[places[p] + c0 + c] : 0;
      }
      if (t < count * FEW) factors[t / FEW][t % FEW] = weights(k, c0 + t / FEW, t % FEW);
      __syncthreads();
#pragma unroll 4
      for (int c = 0; c < count; c++) {
        float value = slice[t][c];
#pragma unroll
        for (int f = 0; f < FEW; f++) sum[f] = fmaf(value, factors[c][f], sum[f]);
      }
      __syncthreads();
    }
  }
  store(blockIdx.x * THREADS + t, sum);
}

// Sums over pixels begin to end - 1 of the side with many channels, [pixels, channels], for the
// products from k0 on and the LANES channels from c0 on: a lane makes a channel of its warp's
// pixels, and the warps are added in their order. store(k, c, sum).
template <class Few, class Store>
__device__ inline void correlate(const Few& few, const Size3& window, int few_channels,
                                 const float* many, int channels, int begin, int end, int k0,
                                 int c0, Store store) {
  // Rows of four floats more than needed: neighbours begin in different banks.
  __shared__ __align__(16) float seen[THREADS][GATHERED + 4];
  int t = threadIdx.x, lane = t % LANES, warp = t / LANES;
  int products = window.depth * window.height * window.width * few_channels;
  int count = min(GATHERED, products - k0);
  bool is_inside = c0 + lane < channels;
  Tap first = few.inner(k0);
  float sum[GATHERED];
#pragma unroll
  for (int k = 0; k < GATHERED; k++) sum[k] = 0;
  for (int p0 = begin; p0 < end; p0 += THREADS) {
    if (p0 + t < end) {
      typename Few::Row row = few.row(p0 + t);
      Tap tap = first;
#pragma unroll 1
      for (int k = 0; k < count; k++) {
        seen[t][k] = few.load(row, tap);
        advance(tap, window, few_channels);
      }
    }
    // A warp reads what it gathered itself.
    __syncwarp();
    int pixels = min(LANES, end - p0 - warp * LANES);
#pragma unroll 2
    for (int i = 0; i < pixels; i++) {
      int p = warp * LANES + i;
      float value = is_inside ? many[(p0 + p) * channels + c0 + lane] : 0;
#pragma unroll
      for (int k = 0; k < GATHERED; k++) {
        if (k < count) sum[k] = fmaf(seen[p][k], value, sum[k]);
      }
    }
    __syncwarp();
  }
  __syncthreads();
  float* sums = &seen[0][0];
#pragma unroll
  for (int k = 0; k < GATHERED; k++) sums[(warp * GATHERED + k) * LANES + lane] = sum[k];
  __syncthreads();
  for (int k = warp; k < count; k += WARPS) {
    float all = 0;
#pragma unroll
    for (int w = 0; w < WARPS; w++) all += sums[(w * GATHERED + k) * LANES + lane];
    if (is_inside) store(k0 + k, c0 + lane, all);
  }
}
