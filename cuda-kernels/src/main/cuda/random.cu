// Random numbers by key and index, bit for bit those of org.limpid.random (Salmon et al. 2011). Keys
// are read from memory, since they change from step to step, and recorded launches do not.
#include "common.cuh"

struct Key {
  unsigned seed_low, seed_high, purpose, step;
};

// Four words of a row: elements 4 * block to 4 * block + 3. unrolled: rounds written one after the
// other.
template <int unrolled = 10>
__device__ inline uint4 philox(const Key& key, unsigned long long block) {
  unsigned k0 = key.seed_low, k1 = key.seed_high;
  uint4 c = make_uint4((unsigned)block, (unsigned)(block >> 32), key.step, key.purpose);
#pragma unroll unrolled
  for (int round = 0; round < 10; round++) {
    unsigned high0 = __umulhi(0xD2511F53u, c.x), low0 = 0xD2511F53u * c.x;
    unsigned high1 = __umulhi(0xCD9E8D57u, c.z), low1 = 0xCD9E8D57u * c.z;
    c = make_uint4(high1 ^ c.y ^ k0, low1, high0 ^ c.w ^ k1, low0);
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  return c;
}

__device__ inline unsigned word(const uint4& words, int i) {
  return i == 0 ? words.x : i == 1 ? words.y : i == 2 ? words.z : words.w;
}

// A thread makes the four elements of a Philox block.
KERNEL uniform(const Key* given, float* y, int n) {
  unsigned block = element();
  if (block >= (n + 3u) / 4) return;
  uint4 words = philox(*given, block);
#pragma unroll
  for (int k = 0; k < 4; k++) {
    unsigned i = 4 * block + k;
    if (i < n) y[i] = (word(words, k) >> 8) * 0x1p-24f;
  }
}

// kept: what is below this, in units of 2^-24, is kept.
KERNEL bernoulli(const Key* given, int kept, float scale, const float* x, float* y, int n) {
  unsigned block = element();
  if (block >= (n + 3u) / 4) return;
  uint4 words = philox(*given, block);
#pragma unroll
  for (int k = 0; k < 4; k++) {
    unsigned i = 4 * block + k;
    if (i < n) y[i] = (word(words, k) >> 8) < kept ? scale * x[i] : 0;
  }
}

// Every element is kept or not as it is when the whole is given at once.
KERNEL bernoulli_part(const Key* given, Grid part, Grid whole, Size3 before, int kept, float scale,
                      const float* x, float* y, int n) {
  unsigned i = element();
  if (i >= n) return;
  Place p = place(part, i);
  long long line = ((long long)p.n * whole.depth + p.d + before.depth) * whole.height + p.h +
                   before.height;
  long long j = (line * whole.width + p.w + before.width) * whole.channels + p.c;
  y[i] = (word(philox(*given, j >> 2), j & 3) >> 8) < kept ? scale * x[i] : 0;
}

// Which values are hidden: a point in each box of a grid over every row, a channel of an image.
struct Spots {
  Grid grid;
  Size3 boxes;
  int radius, fill;
};

// The order of org.limpid.backend.Fill.
enum { MEDIAN, MEAN, ANY, OTHER };

// What spot_rows says of a row: its key, how many values are hidden, and, where replacements are
// drawn, how many before each box.
enum { HIDDEN = 4, BEFORE = 5 };

__device__ inline int draws(const Spots& s) { return s.fill >= ANY; }

__device__ inline int words(const Spots& s) {
  return BEFORE + draws(s) * s.boxes.depth * s.boxes.height * s.boxes.width;
}

// The 64 bits that RandomKey.generator gives as number i.
__device__ inline unsigned long long bits(const Key& key, unsigned i) {
  uint4 words = philox<1>(key, i >> 1);
  return (unsigned long long)(i & 1 ? words.w : words.y) << 32 | (i & 1 ? words.z : words.x);
}

__device__ inline int below(unsigned long long bits, int bound) {
  return __umulhi(bits >> 32, bound);
}

// Where the point of a box lies along an axis.
__device__ inline int point(unsigned long long bits, int box, double side) {
  return (int)((box + (long long)(bits >> 11) * 0x1p-53) * side);
}

__device__ inline int along(int axis, int d, int h, int w) {
  return axis == 0 ? d : axis == 1 ? h : w;
}

// A thread says of a row what is hidden, going from box to box: a replacement that is drawn moves
// all numbers behind it. Points are drawn only where they may be outside; not at all where no row
// can be empty and replacements are not drawn.
KERNEL spot_rows(const Key* given, Spots s, double side, int is_counted, unsigned* rows) {
  Grid g = s.grid;
  unsigned row = element();
  if (row >= g.batch * g.channels) return;
  Key key = *given;
#pragma unroll 1
  for (int k = 0; k < 2; k++) {
    // RandomKey.child.
    unsigned index = k == 0 ? row / g.channels : row % g.channels;
    uint4 words = philox<1>(key, 0x63686c64ull << 32 | index);
    key = Key{words.x, words.y, words.z, words.w};
  }
  unsigned* own = rows + row * words(s);
  *(Key*)own = key;
  unsigned boxes = s.boxes.depth * s.boxes.height * s.boxes.width, hidden = 0, next = 0;
#pragma unroll 1
  for (unsigned box = 0; is_counted && box < boxes; box++) {
    if (draws(s)) own[BEFORE + box] = hidden;
    int w = box % s.boxes.width, line = box / s.boxes.width;
    int h = line % s.boxes.height, d = line / s.boxes.height;
    bool is_inside = true;
#pragma unroll 1
    for (int axis = g.depth > 1 ? 0 : 1; axis < 3; axis++, next++) {
      int at = along(axis, d, h, w), extent = along(axis, g.depth, g.height, g.width);
      if ((int)((at + 1) * side) >= extent) {
        is_inside = is_inside && point(bits(key, next), at, side) < extent;
      }
    }
    hidden += is_inside;
    next += is_inside * draws(s);
  }
  own[HIDDEN] = is_counted ? hidden : 1;
}

// Boxes whose points may lie at i along an axis, and perhaps one more on either side.
struct Boxes {
  int low, high;

  __device__ Boxes(int i, int count, double side) {
    int own = i / (float)side;
    high = min(count - 1, own + ((int)((own + 1) * side) <= i));
    low = max(0, own - ((int)(own * side) >= i));
  }
};

// What is up to the radius away from a pixel.
struct Around {
  Size3 from, size;
  int centre, others;

  __device__ Around(const Grid& g, const Place& p, int radius) {
    from = {max(0, p.d - radius), max(0, p.h - radius), max(0, p.w - radius)};
    size = {min(g.depth - 1, p.d + radius) - from.depth + 1,
            min(g.height - 1, p.h + radius) - from.height + 1,
            min(g.width - 1, p.w + radius) - from.width + 1};
    centre = ((p.d - from.depth) * size.height + p.h - from.height) * size.width + p.w - from.width;
    others = size.depth * size.height * size.width - 1;
  }

  // Pixel i of all.
  __device__ float at(const float* x, const Grid& g, const Place& p, int i) const {
    int w = i % size.width, line = i / size.width;
    int h = line % size.height, d = line / size.height;
    return x[pixel(g, p.n, from.depth + d, from.height + h, from.width + w) * g.channels + p.c];
  }

  // All but the one in the middle.
  __device__ int other(int i) const { return i + (i >= centre); }
};

// Words in the order of floats as Arrays.sort has it: -0 before 0, NaN last.
__device__ inline unsigned rank(float x) {
  unsigned bits = __float_as_uint(x);
  return isnan(x) ? ~0u : bits ^ ((unsigned)((int)bits >> 31) | 0x80000000u);
}

__device__ inline float of_rank(unsigned rank) {
  return __uint_as_float(rank ^ ((rank >> 31) - 1 | 0x80000000u));
}

// The median of the others, by a warp together: bit by bit from the highest, it counts how many are
// less. Each lane keeps the first of its numbers where none but it looks.
__device__ float median(const Around& a, const float* x, const Grid& g, const Place& p) {
  const int held = 8;
  __shared__ unsigned ranks[held][THREADS];
  int lane = threadIdx.x & 31, middle = (a.others - 1) / 2;
  unsigned lower = 0, upper = 0;
#pragma unroll 1
  for (int bit = 32; bit >= -1; bit--) {
    // First none is counted; last, how many there are up to the lower of the two in the middle.
    unsigned trial = bit == 32 ? 0 : bit < 0 ? lower + 1 : lower | 1u << bit;
    int less = 0;
    upper = ~0u;
#pragma unroll 1
    for (int k = 0; 32 * k < a.others; k++) {
      unsigned own = ~0u;
      if (bit < 32 && k < held) {
        own = ranks[k][threadIdx.x];
      } else {
        if (32 * k + lane < a.others) own = rank(a.at(x, g, p, a.other(32 * k + lane)));
        if (k < held) ranks[k][threadIdx.x] = own;
      }
      less += __popc(__ballot_sync(~0u, own < trial));
      if (own >= trial) upper = min(upper, own);
    }
    if (bit < 0 && less > middle + 1) upper = lower;
    if (bit >= 0 && less <= middle) lower = trial;
  }
#pragma unroll 1
  for (int step = 16; step > 0; step /= 2) {
    upper = min(upper, __shfl_xor_sync(~0u, upper, step));
  }
  return a.others % 2 ? of_rank(lower) : (of_rank(lower) + of_rank(upper)) / 2;
}

// A thread makes an element: it looks for the last box whose point lies there, of the whole image
// where none has. counted: 24 pixels a number. rows: made by spot_rows.
KERNEL hide(Spots s, double side, const unsigned* rows, const float* counted, const float* x,
            float* y, float* weight) {
  Grid g = s.grid;
  unsigned i = element(), n = g.batch * g.depth * g.height * g.width * g.channels;
  Place p = place(g, i);
  Key key;
  bool is_hidden = false;
  // Which number comes next.
  unsigned next = 0;
  if (i < n) {
    const unsigned* own = rows + (p.n * g.channels + p.c) * words(s);
    key = *(const Key*)own;
    bool is_empty = own[HIDDEN] == 0;
    Boxes d(p.d, s.boxes.depth, side), h(p.h, s.boxes.height, side), w(p.w, s.boxes.width, side);
    if (is_empty) {
      w.low = w.high = 0;
      h.low = h.high = 0;
      d.low = d.high = s.boxes.depth;
    }
    for (int z = d.high, y = h.high, x = w.high; z >= d.low && !is_hidden;) {
      unsigned box = (z * s.boxes.height + y) * s.boxes.width + x;
      next = (g.depth > 1 ? 3 : 2) * box;
      if (!is_empty) next += draws(s) * own[HIDDEN + draws(s) * (box + 1)];
      is_hidden = true;
#pragma unroll 1
      for (int axis = is_empty || g.depth > 1 ? 0 : 1; axis < 3 && is_hidden; axis++, next++) {
        unsigned long long drawn = bits(key, next);
        int at = is_empty ? below(drawn, along(axis, g.depth, g.height, g.width))
                          : point(drawn, along(axis, z, y, x), side);
        is_hidden = at == along(axis, p.d, p.h, p.w);
      }
      if (--x < w.low) {
        x = w.high;
        if (--y < h.low) {
          y = h.high;
          z--;
        }
      }
    }
  }
  float value = i < n ? x[i] : 0;
  if (s.fill == MEDIAN) {
    unsigned hidden = __ballot_sync(~0u, is_hidden);
#pragma unroll 1
    for (int lane = 0; lane < 32; lane++) {
      if (hidden >> lane & 1) {
        Place there = place(g, (i & ~31u) + lane);
        float found = median(Around(g, there, s.radius), x, g, there);
        if (lane == (threadIdx.x & 31)) value = found;
      }
    }
  } else if (is_hidden) {
    Around a(g, p, s.radius);
    if (s.fill == MEAN) {
      double sum = 0;
#pragma unroll 1
      for (int k = 0; k < a.others; k++) sum += a.at(x, g, p, a.other(k));
      value = sum / a.others;
    } else {
      int k = below(bits(key, next), a.others + (s.fill == ANY));
      value = a.at(x, g, p, s.fill == ANY ? k : a.other(k));
    }
  }
  if (i >= n) return;
  y[i] = value;
  unsigned where = i / g.channels;
  weight[i] = is_hidden && ((int)counted[where / 24] >> where % 24 & 1) ? 1 : 0;
}
