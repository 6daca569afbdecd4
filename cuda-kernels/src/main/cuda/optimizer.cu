// Parameter updates in place, each in one pass over memory.
#include "common.cuh"

// rate: learning rate with the first moment's correction; second_scale: the second one's.
KERNEL adam(float rate, float beta1, float beta2, float epsilon, float second_scale, float keep,
            const float* gradient, float* parameter, float* first, float* second, int n) {
  unsigned i = element();
  if (i >= n) return;
  float g = gradient[i];
  float m = beta1 * first[i] + (1 - beta1) * g;
  float v = beta2 * second[i] + (1 - beta2) * g * g;
  first[i] = m;
  second[i] = v;
  parameter[i] = keep * parameter[i] - rate * m / (sqrtf(v * second_scale) + epsilon);
}

KERNEL sgd(float rate, float momentum, float weight_decay, const float* gradient,
           float* parameter, float* velocity, int n) {
  unsigned i = element();
  if (i >= n) return;
  float u = momentum * velocity[i] + gradient[i] + weight_decay * parameter[i];
  velocity[i] = u;
  parameter[i] -= rate * u;
}

KERNEL average(float decay, const float* parameter, float* mean, int n) {
  unsigned i = element();
  if (i < n) mean[i] = decay * mean[i] + (1 - decay) * parameter[i];
}
