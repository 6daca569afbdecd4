// Convolution on tensor cores in bfloat16, sums in float32.
#include "tensor_convolution.cuh"

CONVOLUTION(bfloat16, Bfloat16)
