// The dense product of tile.cuh on tensor cores: factors rounded to TF32 (10 bits of fraction, ties
// away from zero) or bfloat16 (7 bits, ties to even) as they come from shared memory, which holds
// float32 as all memory does; sums in float32. For compute capability 8.0 and up.
//
// A block of THREADS threads makes a tile of ROWS x COLUMNS, each of its eight warps 32 x 32 of it.
// Slices of SLICE products come into shared memory by copies that run while the slices before them
// are multiplied: STAGES of them are under way. Copies are of four neighbours, so extents along
// which operands are contiguous are multiples of four, and addresses of 16 bytes.
//
// Loaders are those of tile.cuh; at(Row, Inner) gives the address of four neighbours, nullptr for
// zeros. A_ALONG_K says that A's neighbours are those of k, else of rows; B_ALONG_K likewise.
#pragma once
#include "ending.cuh"

#define SLICE 16
#define STAGES 3

// Four floats to shared memory, or zeros; takes effect when it is waited for.
__device__ inline void copy4(float* to, const float* from, const float* anywhere) {
  unsigned shared = (unsigned)__cvta_generic_to_shared(to);
  int bytes = from == nullptr ? 0 : 16;
  const float* source = from == nullptr ? anywhere : from;
  asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" ::"r"(shared), "l"(source),
               "r"(bytes));
}

// How a warp multiplies: c += a * b, 16 x 8 += 16 x K * K x 8. Lane 4 * group + member holds rows
// group and group + 8 of a and column group of b, in registers of AT_ONCE neighbours along k, which
// begin at k(half, member).
struct Tf32 {
  static constexpr int K = 8, AT_ONCE = 1;

  __device__ static int k(int half, int member) { return half * 4 + member; }
  __device__ static unsigned pack(const float* values) {
    unsigned rounded;
    asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(rounded) : "f"(values[0]));
    return rounded;
  }
  __device__ static void multiply_add(float* c, const unsigned* a, const unsigned* b) {
    asm volatile(
        "mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, "
        "{%8,%9}, {%0,%1,%2,%3};"
        : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
        : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
  }
};

// Two factors in a register, the lower k in its lower half; ties to even.
struct Bfloat16 {
  static constexpr int K = 16, AT_ONCE = 2;

  __device__ static int k(int half, int member) { return half * 8 + member * 2; }
  __device__ static unsigned pack(const float* values) {
    unsigned rounded;
    asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(rounded) : "f"(values[1]), "f"(values[0]));
    return rounded;
  }
  __device__ static void multiply_add(float* c, const unsigned* a, const unsigned* b) {
    asm volatile(
        "mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, "
        "{%8,%9}, {%0,%1,%2,%3};"
        : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
        : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
  }
};

// A slice of one operand in shared memory: LINES rows or columns by SLICE. The strides put the
// elements that a warp reads together into different banks.
template <int LINES, bool ALONG_K>
struct Slice {
  static constexpr int STRIDE = ALONG_K ? SLICE + 4 : LINES + 8;
  static constexpr int FLOATS = ALONG_K ? LINES * STRIDE : SLICE * STRIDE;
  static constexpr int FAST = (ALONG_K ? SLICE : LINES) / 4;
  static constexpr int LOADS = LINES * SLICE / 4 / THREADS;

  __device__ static int at(int line, int k) {
    return ALONG_K ? line * STRIDE + k : k * STRIDE + line;
  }
  // The line and k of a thread's i-th four neighbours.
  __device__ static int line(int i) {
    int slow = threadIdx.x / FAST + i * (THREADS / FAST);
    return ALONG_K ? slow : threadIdx.x % FAST * 4;
  }
  __device__ static int k(int i) {
    int slow = threadIdx.x / FAST + i * (THREADS / FAST);
    return ALONG_K ? threadIdx.x % FAST * 4 : slow;
  }
};

// Where a thread's results lie, as multiply_add leaves them: four rows of eight columns.
struct Fragments {
  static constexpr bool IS_SHARED_READ = true;
  typedef Extents<128, 64, 32> Of;
  int first_row, first_column, slot, warp_row, warp_column, group, member;

  __device__ int row(int i) const {
    return first_row + warp_row + i / 2 * 16 + i % 2 * 8 + group;
  }
  __device__ int column(int j) const {
    return first_column + warp_column + j / 2 * 8 + member * 2 + j % 2;
  }
};

template <class Math, bool A_ALONG_K, bool B_ALONG_K, class A, class B, class End>
__device__ inline void tensor_tile(const A& a, const B& b, const float* anywhere, int first_row,
                                   int first_column, int begin, int end, const End& ending) {
  constexpr int ROWS = Fragments::Of::ROWS, COLUMNS = Fragments::Of::COLUMNS;
  typedef Slice<ROWS, A_ALONG_K> Left;
  typedef Slice<COLUMNS, B_ALONG_K> Right;
  __shared__ __align__(16) float shared[STAGES * (Left::FLOATS + Right::FLOATS)];

  typename A::Row rows[Left::LOADS];
  typename B::Column columns[Right::LOADS];
#pragma unroll
  for (int i = 0; i < Left::LOADS; i++) rows[i] = a.row(first_row + Left::line(i));
#pragma unroll
  for (int i = 0; i < Right::LOADS; i++) columns[i] = b.column(first_column + Right::line(i));

  // Along k neighbours of all of a thread's rows are the same.
  typename A::Inner inner_a[A_ALONG_K ? 1 : Left::LOADS];
  typename B::Inner inner_b[B_ALONG_K ? 1 : Right::LOADS];
#pragma unroll
  for (int i = 0; i < (A_ALONG_K ? 1 : Left::LOADS); i++) inner_a[i] = a.inner(begin + Left::k(i));
#pragma unroll
  for (int i = 0; i < (B_ALONG_K ? 1 : Right::LOADS); i++) {
    inner_b[i] = b.inner(begin + Right::k(i));
  }

  // Slices are loaded in their order.
  auto load = [&](int k0, int stage) {
    float* left = shared + stage * (Left::FLOATS + Right::FLOATS);
    float* right = left + Left::FLOATS;
#pragma unroll
    for (int i = 0; i < Left::LOADS; i++) {
      int k = k0 + Left::k(i);
      copy4(left + Left::at(Left::line(i), Left::k(i)),
            k < end ? a.at(rows[i], inner_a[A_ALONG_K ? 0 : i]) : nullptr, anywhere);
    }
#pragma unroll
    for (int i = 0; i < Right::LOADS; i++) {
      int k = k0 + Right::k(i);
      copy4(right + Right::at(Right::line(i), Right::k(i)),
            k < end ? b.at(columns[i], inner_b[B_ALONG_K ? 0 : i]) : nullptr, anywhere);
    }
#pragma unroll
    for (int i = 0; i < (A_ALONG_K ? 1 : Left::LOADS); i++) a.next(inner_a[i], SLICE);
#pragma unroll
    for (int i = 0; i < (B_ALONG_K ? 1 : Right::LOADS); i++) b.next(inner_b[i], SLICE);
  };

  int lane = threadIdx.x % 32, warp = threadIdx.x / 32;
  int row = warp % 4 * 32, column = warp / 4 * 32;
  int group = lane / 4, member = lane % 4;
  float sum[2][4][4];
#pragma unroll
  for (int i = 0; i < 2; i++)
#pragma unroll
    for (int j = 0; j < 4; j++)
#pragma unroll
      for (int e = 0; e < 4; e++) sum[i][j][e] = 0;

  int slices = (end - begin + SLICE - 1) / SLICE;
#pragma unroll 1
  for (int s = 0; s < STAGES - 1; s++) {
    if (s < slices) load(begin + s * SLICE, s);
    asm volatile("cp.async.commit_group;");
  }
  for (int s = 0; s < slices; s++) {
    // All groups but the last have arrived: slice s has, for every thread after the barrier. It
    // also says that all threads are done with the slice whose place is filled next.
    asm volatile("cp.async.wait_group %0;" ::"n"(STAGES - 2));
    __syncthreads();
    int next = s + STAGES - 1;
    if (next < slices) load(begin + next * SLICE, next % STAGES);
    asm volatile("cp.async.commit_group;");
    const float* left = shared + s % STAGES * (Left::FLOATS + Right::FLOATS);
    const float* right = left + Left::FLOATS;
#pragma unroll
    for (int k = 0; k < SLICE; k += Math::K) {
      unsigned x[2][4], y[4][2];
#pragma unroll
      for (int i = 0; i < 2; i++)
#pragma unroll
        for (int e = 0; e < 4; e++) {
          float values[Math::AT_ONCE];
#pragma unroll
          for (int v = 0; v < Math::AT_ONCE; v++) {
            values[v] = left[Left::at(row + i * 16 + e % 2 * 8 + group,
                                      k + Math::k(e / 2, member) + v)];
          }
          x[i][e] = Math::pack(values);
        }
#pragma unroll
      for (int j = 0; j < 4; j++)
#pragma unroll
        for (int e = 0; e < 2; e++) {
          float values[Math::AT_ONCE];
#pragma unroll
          for (int v = 0; v < Math::AT_ONCE; v++) {
            values[v] = right[Right::at(column + j * 8 + group, k + Math::k(e, member) + v)];
          }
          y[j][e] = Math::pack(values);
        }
#pragma unroll
      for (int i = 0; i < 2; i++)
#pragma unroll
        for (int j = 0; j < 4; j++) Math::multiply_add(sum[i][j], x[i], y[j]);
    }
  }
  static_assert((Fragments::Of::SLOTS + 1) * COLUMNS <= STAGES * (Left::FLOATS + Right::FLOATS),
                "room for sums of columns");
  float values[4][8];
#pragma unroll
  for (int i = 0; i < 4; i++)
#pragma unroll
    for (int j = 0; j < 8; j++) values[i][j] = sum[i / 2][j / 2][i % 2 * 2 + j % 2];
  Fragments place = {first_row, first_column, warp % 4 * 8 + group, row, column, group, member};
  ending(place, values, shared);
}
