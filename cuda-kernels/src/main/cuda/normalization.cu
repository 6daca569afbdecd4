// Batch normalisation of [pixels, C].
#include "sums.cuh"

KERNEL norm_sum(SumShape s, const float* x, double* partial) {
  sum_chunk<1>(s, partial, [&](int outer, int pixel, int c, double* sums) {
    sums[0] += x[pixel * s.inner + c];
  });
}

// exact keeps what the float would lose, for the deviations.
KERNEL norm_mean(SumShape s, int pixels, const double* partial, double* exact, float* mean) {
  unsigned c = element();
  if (c >= s.inner) return;
  double average = total(partial + c * s.chunks, s.chunks) / pixels;
  exact[c] = average;
  mean[c] = (float)average;
}

KERNEL norm_squares(SumShape s, const float* x, const double* exact, double* partial) {
  sum_chunk<1>(s, partial, [&](int outer, int pixel, int c, double* sums) {
    double deviation = x[pixel * s.inner + c] - exact[c];
    sums[0] += deviation * deviation;
  });
}

KERNEL norm_variance(SumShape s, int pixels, const double* partial, float* variance) {
  unsigned c = element();
  if (c < s.inner) variance[c] = (float)(total(partial + c * s.chunks, s.chunks) / pixels);
}

// Statistics from those of tiles of so many rows each, [tiles, channels, 2], which a convolution
// has left (ending.cuh): norm_mean and norm_variance finish them too (Chan, Golub and LeVeque 1983).
KERNEL norm_tile_sum(SumShape s, int rows, int pixels, const float2* moments, double* partial) {
  sum_chunk<1>(s, partial, [&](int outer, int tile, int c, double* sums) {
    sums[0] += (double)min(rows, pixels - tile * rows) * moments[tile * s.inner + c].x;
  });
}

KERNEL norm_tile_squares(SumShape s, int rows, int pixels, const float2* moments,
                         const double* exact, double* partial) {
  sum_chunk<1>(s, partial, [&](int outer, int tile, int c, double* sums) {
    float2 own = moments[tile * s.inner + c];
    double deviation = own.x - exact[c];
    sums[0] += own.y + min(rows, pixels - tile * rows) * deviation * deviation;
  });
}

// What normalising gives before its activation.
__device__ inline float scaled(float normalized, float gain, float shift) { return gain * normalized + shift; }

KERNEL norm_apply(int channels, float epsilon, int kind, float slope, const float* x,
                  const float* mean, const float* variance, const float* gain,
                  const float* shift, float* y, int n) {
  unsigned i = element();
  if (i >= n) return;
  int c = i % channels;
  float normalized = (x[i] - mean[c]) / sqrtf(variance[c] + epsilon);
  y[i] = activate(kind, slope, scaled(normalized, gain[c], shift[c]));
}

// Through the activation of a result that is computed again.
__device__ inline float passed(int kind, float slope, float scaled, float gradient) {
  return gradient * derivative(kind, slope, activate(kind, slope, scaled));
}

// Two sums for each channel: the gradient, and the gradient times the normalised input.
KERNEL norm_gradients(SumShape s, float epsilon, int kind, float slope, const float* x,
                      const float* mean, const float* variance, const float* gain,
                      const float* shift, const float* grad_y, double* partial) {
  sum_chunk<2>(s, partial, [&](int outer, int pixel, int c, double* sums) {
    int i = pixel * s.inner + c;
    float normalized = (x[i] - mean[c]) / sqrtf(variance[c] + epsilon);
    float gradient = passed(kind, slope, scaled(normalized, gain[c], shift[c]), grad_y[i]);
    sums[0] += gradient;
    sums[1] += (double)gradient * normalized;
  });
}

KERNEL norm_gradients_finish(SumShape s, const double* partial, float* grad_shift,
                             float* grad_gain) {
  unsigned c = element();
  if (c >= s.inner) return;
  grad_shift[c] = (float)total(partial + 2 * c * s.chunks, s.chunks);
  grad_gain[c] = (float)total(partial + (2 * c + 1) * s.chunks, s.chunks);
}

// share: 1 / pixels where the statistics were those of x, so that the gradient flows through them
// too (Ioffe and Szegedy 2015, section 3); else 0.
KERNEL norm_backward(int channels, float epsilon, int kind, float slope, float share,
                     const float* x, const float* mean, const float* variance,
                     const float* gain, const float* shift, const float* grad_y,
                     const float* grad_shift, const float* grad_gain, float* grad_x, int n) {
  unsigned i = element();
  if (i >= n) return;
  int c = i % channels;
  float deviation = sqrtf(variance[c] + epsilon);
  float normalized = (x[i] - mean[c]) / deviation;
  float gradient = passed(kind, slope, scaled(normalized, gain[c], shift[c]), grad_y[i]);
  float taken = share * (grad_shift[c] + normalized * grad_gain[c]);
  grad_x[i] = gain[c] / deviation * (gradient - taken);
}
