// What becomes of the results of a tile, which its threads hold in registers.
//
// A Tile says where a thread's results belong: row(i) and column(j) in the product, for the i-th of
// its rows and the j-th of its columns; SLOTS threads share a column, and this one is slot of them.
// IS_SHARED_READ: other threads may still be reading shared memory that is written here.
#pragma once
#include "common.cuh"

template <int ROWS_, int COLUMNS_, int SLOTS_>
struct Extents {
  static constexpr int ROWS = ROWS_, COLUMNS = COLUMNS_, SLOTS = SLOTS_;
};

// Gives all results to a function of row, column and value.
template <class Store>
struct Storing {
  Store store;

  template <class Tile, int R, int C>
  __device__ void operator()(const Tile& tile, float (&values)[R][C], float* shared) const {
#pragma unroll
    for (int i = 0; i < R; i++)
#pragma unroll
      for (int j = 0; j < C; j++) store(tile.row(i), tile.column(j), values[i][j]);
  }
};

template <class Store>
__device__ inline Storing<Store> storing(Store store) {
  return {store};
}

// y = activation(sum + bias), and the statistics of sum + bias if moments is not null: for each tile
// along the rows, [tiles, channels, 2], the mean of its rows and the sum of the squared deviations
// from that, by which a large mean does no harm.
struct Ending {
  const float* bias;
  int kind;
  float slope;
  float* y;
  float* moments;
  int pixels, channels;

  // shared: (SLOTS + 1) * COLUMNS floats that nobody needs once all threads are here.
  template <class Tile, int R, int C>
  __device__ void operator()(const Tile& tile, float (&values)[R][C], float* shared) const {
#pragma unroll
    for (int j = 0; j < C; j++) {
      if (bias == nullptr || tile.column(j) >= channels) continue;
      float offset = bias[tile.column(j)];
#pragma unroll
      for (int i = 0; i < R; i++) values[i][j] += offset;
    }
    if (moments != nullptr) measure(tile, values, shared);
    Rectifier rectify(kind, slope);
#pragma unroll
    for (int i = 0; i < R; i++) {
      if (tile.row(i) >= pixels) continue;
      float* to = y + tile.row(i) * channels;
#pragma unroll
      for (int j = 0; j < C; j++) {
        if (tile.column(j) < channels) to[tile.column(j)] = rectify(values[i][j]);
      }
    }
  }

 private:
  template <class Tile, int R, int C>
  __device__ void measure(const Tile& tile, const float (&values)[R][C], float* shared) const {
    typedef typename Tile::Of Of;
    float* means = shared + Of::SLOTS * Of::COLUMNS;
    int t = threadIdx.x;
    int count = min(Of::ROWS, pixels - tile.first_row);
    if (Tile::IS_SHARED_READ) __syncthreads();
#pragma unroll
    for (int j = 0; j < C; j++) {
      float sum = 0;
#pragma unroll
      for (int i = 0; i < R; i++) sum += tile.row(i) < pixels ? values[i][j] : 0;
      shared[tile.slot * Of::COLUMNS + tile.column(j) - tile.first_column] = sum;
    }
    __syncthreads();
    if (t < Of::COLUMNS) means[t] = column_sum<Of>(shared, t) / count;
    __syncthreads();
#pragma unroll
    for (int j = 0; j < C; j++) {
      int column = tile.column(j) - tile.first_column;
      float mean = means[column], sum = 0;
#pragma unroll
      for (int i = 0; i < R; i++) {
        float deviation = tile.row(i) < pixels ? values[i][j] - mean : 0;
        sum = fmaf(deviation, deviation, sum);
      }
      shared[tile.slot * Of::COLUMNS + column] = sum;
    }
    __syncthreads();
    if (t < Of::COLUMNS && tile.first_column + t < channels) {
      int tiles_before = tile.first_row / Of::ROWS;
      float* to = moments + (tiles_before * channels + tile.first_column + t) * 2;
      to[0] = means[t];
      to[1] = column_sum<Of>(shared, t);
    }
  }

  template <class Of>
  __device__ static float column_sum(const float* shared, int column) {
    float sum = 0;
#pragma unroll 4
    for (int s = 0; s < Of::SLOTS; s++) sum += shared[s * Of::COLUMNS + column];
    return sum;
  }
};
