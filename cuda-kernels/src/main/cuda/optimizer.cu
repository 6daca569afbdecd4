// Parameter updates in place, each in one pass over memory. What changes from step to step is read
// from memory: recorded launches do not change.
#include "common.cuh"

// rate: learning rate with the first moment's correction; second_scale: the second one's.
struct AdamNumbers {
  float rate, second_scale, keep;
};

KERNEL adam(const AdamNumbers* now, float beta1, float beta2, float epsilon,
            const float* gradient, float* parameter, float* first, float* second, int n) {
  unsigned i = element();
  if (i >= n) return;
  float g = gradient[i];
  float m = beta1 * first[i] + (1 - beta1) * g;
  float v = beta2 * second[i] + (1 - beta2) * g * g;
  first[i] = m;
  second[i] = v;
  parameter[i] = now->keep * parameter[i] - now->rate * m / (sqrtf(v * now->second_scale) + epsilon);
}

KERNEL sgd(const float* rate, float momentum, float weight_decay, const float* gradient,
           float* parameter, float* velocity, int n) {
  unsigned i = element();
  if (i >= n) return;
  float u = momentum * velocity[i] + gradient[i] + weight_decay * parameter[i];
  velocity[i] = u;
  parameter[i] -= *rate * u;
}

KERNEL average(const float* decay, const float* parameter, float* mean, int n) {
  unsigned i = element();
  if (i < n) mean[i] = *decay * mean[i] + (1 - *decay) * parameter[i];
}
