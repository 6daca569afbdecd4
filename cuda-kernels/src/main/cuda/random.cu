// Random numbers by key and index, bit for bit those of org.limpid.random (Salmon et al. 2011). Keys
// are read from memory, since they change from step to step, and recorded launches do not.
#include "common.cuh"

struct Key {
  unsigned seed_low, seed_high, purpose, step;
};

// Four words of a row: elements 4 * block to 4 * block + 3.
__device__ inline uint4 philox(const Key& key, unsigned long long block) {
  unsigned k0 = key.seed_low, k1 = key.seed_high;
  uint4 c = make_uint4((unsigned)block, (unsigned)(block >> 32), key.step, key.purpose);
#pragma unroll
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
