"""Between PyTorch's layouts and Limpid's.

Activations are channels first there ([N, C, H, W]) and channels last here ([N, H, W, C]); convolution
weights are [K, C, kH, kW] there and [kH, kW, C, K] here. With three spatial axes likewise.
"""


def to_torch(x):
    return x.permute(0, x.dim() - 1, *range(1, x.dim() - 1))


def from_torch(x):
    return x.permute(0, *range(2, x.dim()), 1)


def weight_to_torch(w):
    return w.permute(w.dim() - 1, w.dim() - 2, *range(w.dim() - 2))


# A transposed convolution's weight is [C, K, kH, kW] there and [kH, kW, K, C] here: the same
# exchange, as both are the weight of the convolution it is the adjoint of.
transposed_weight_to_torch = weight_to_torch
