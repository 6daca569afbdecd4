// Convolution on tensor cores in TF32.
#include "tensor_convolution.cuh"

CONVOLUTION(tensor, Tf32)
