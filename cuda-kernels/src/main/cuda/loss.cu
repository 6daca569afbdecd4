// Weighted mean errors: sums in double precision first, then the gradient that they scale.
#include "sums.cuh"

// The order of org.limpid.backend.LossKernels.Penalty.
enum { SQUARED, ABSOLUTE };

// Two sums: of the weights, and of the weighted errors.
KERNEL loss_sums(SumShape s, int penalty, const float* prediction, const float* target,
                 const float* weight, double* partial) {
  sum_chunk<2>(s, partial, [&](int outer, int i, int column, double* sums) {
    double w = weight[i];
    double difference = (double)prediction[i] - target[i];
    sums[0] += w;
    sums[1] += w * (penalty == SQUARED ? difference * difference : fabs(difference));
  });
}

// scale: what the gradient of each weighted error is multiplied by.
KERNEL loss_finish(const double* partial, int chunks, float* value, float* scale) {
  if (element() > 0) return;
  double weights = total(partial, chunks);
  double errors = total(partial + chunks, chunks);
  *value = weights > 0 ? (float)(errors / weights) : 0;
  *scale = weights > 0 ? (float)(1 / weights) : 0;
}

KERNEL loss_gradient(int penalty, const float* prediction, const float* target,
                     const float* weight, const float* scale, float* gradient, int n) {
  unsigned i = element();
  if (i >= n) return;
  float difference = prediction[i] - target[i];
  float sign = difference > 0 ? 1 : difference < 0 ? -1 : difference;
  gradient[i] = *scale * weight[i] * (penalty == SQUARED ? 2 * difference : sign);
}
