"""Values and gradients of single operations, computed by PyTorch in double precision.

Each case gives `case/in0`, `case/in1`, ..., the result `case/y`, the gradient `case/gradY` that
comes from above, and `case/grad0`, `case/grad1`, ... for the inputs. Run: python3 operations.py FILE
"""

import sys

import numpy as np
import torch
import torch.nn.functional as F

import safetensors
from layout import from_torch, to_torch, transposed_weight_to_torch, weight_to_torch

ARRAYS = {}
RANDOM = np.random.default_rng(20221)

ACTIVATIONS = {
    "identity": lambda x: x,
    "relu": F.relu,
    "leakyRelu": lambda x: F.leaky_relu(x, 0.125),
    "elu": F.elu,
    "sigmoid": torch.sigmoid,
    "softplus": F.softplus,
}


def draw(*shape, low=-1.0, high=1.0):
    """Numbers that are exact in float32."""
    return RANDOM.uniform(low, high, shape).astype(np.float32)


def case(name, function, *inputs):
    tensors = [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in inputs]
    y = function(*tensors)
    grad_y = draw(*y.shape)
    y.backward(torch.tensor(grad_y, dtype=torch.float64).reshape(y.shape))
    for i, x in enumerate(inputs):
        ARRAYS[f"{name}/in{i}"] = x
    ARRAYS[f"{name}/y"] = y.detach().numpy()
    ARRAYS[f"{name}/gradY"] = grad_y
    for i, x in enumerate(tensors):
        ARRAYS[f"{name}/grad{i}"] = x.grad.numpy()


def same_padding(window):
    """For F.pad: last axis first, the smaller half before."""
    pads = []
    for k in reversed(window):
        pads += [(k - 1) // 2, k - 1 - (k - 1) // 2]
    return pads


def conv(stride=1, padding="same", activation="identity"):
    def run(x, w, b):
        x = to_torch(x)
        if padding == "same":
            x = F.pad(x, same_padding(w.shape[:-2]))
        op = F.conv2d if x.dim() == 4 else F.conv3d
        return ACTIVATIONS[activation](from_torch(op(x, weight_to_torch(w), b, stride=stride)))

    return run


def conv_transposed(stride):
    def run(x, w, b):
        op = F.conv_transpose2d if x.dim() == 4 else F.conv_transpose3d
        return from_torch(op(to_torch(x), transposed_weight_to_torch(w), b, stride=stride))

    return run


def convolutions():
    for name in ACTIVATIONS:
        case(f"conv2d {name}", conv(activation=name), draw(2, 5, 4, 2), draw(3, 3, 2, 3), draw(3))
    case("conv2d 1x1", conv(), draw(1, 3, 4, 5), draw(1, 1, 5, 2), draw(2))
    case("conv2d 5x3", conv(), draw(1, 7, 6, 2), draw(5, 3, 2, 2), draw(2))
    case("conv2d 2x4", conv(), draw(1, 5, 6, 2), draw(2, 4, 2, 2), draw(2))
    case("conv2d stride 2", conv(2), draw(1, 7, 6, 2), draw(3, 3, 2, 3), draw(3))
    case("conv2d stride 1, 3", conv((1, 3)), draw(1, 4, 8, 2), draw(3, 3, 2, 2), draw(2))
    case("conv2d valid", conv(padding="valid"), draw(2, 5, 6, 2), draw(3, 2, 2, 3), draw(3))
    case("conv2d valid stride 2", conv(2, "valid"), draw(1, 8, 7, 2), draw(3, 3, 2, 2), draw(2))
    case("conv2d wide", conv(), draw(1, 5, 5, 17), draw(3, 3, 17, 19), draw(19))
    case("conv3d", conv(), draw(1, 3, 4, 5, 2), draw(3, 3, 3, 2, 2), draw(2))
    case("conv3d stride 1, 2, 2", conv((1, 2, 2)), draw(1, 3, 5, 4, 2), draw(3, 3, 3, 2, 2), draw(2))
    case("conv3d valid", conv(padding="valid"), draw(2, 3, 4, 3, 2), draw(2, 3, 1, 2, 3), draw(3))
    case("convTransposed2d", conv_transposed(1), draw(1, 3, 4, 2), draw(3, 3, 3, 2), draw(3))
    case("convTransposed2d stride 2", conv_transposed(2), draw(2, 3, 2, 3), draw(2, 2, 2, 3), draw(2))
    case("convTransposed2d 3x3 stride 2", conv_transposed(2), draw(1, 3, 2, 2), draw(3, 3, 2, 2), draw(2))
    case("convTransposed3d stride 2", conv_transposed(2), draw(1, 2, 3, 2, 2), draw(2, 2, 2, 2, 2), draw(2))


def spatial(function):
    """A function of channels-first tensors as one of channels-last tensors."""
    return lambda x: from_torch(function(to_torch(x)))


def resampling():
    case("maxPool2d", spatial(lambda x: F.max_pool2d(x, 2)), draw(2, 4, 6, 2))
    case("maxPool2d with a rest", spatial(lambda x: F.max_pool2d(x, (2, 3))), draw(1, 5, 7, 2))
    ties = np.round(draw(1, 6, 6, 1) * 2)
    case("maxPool2d with ties", spatial(lambda x: F.max_pool2d(x, 3)), ties)
    case("maxPool3d", spatial(lambda x: F.max_pool3d(x, 2)), draw(1, 4, 4, 2, 2))
    case("averagePool2d", spatial(lambda x: F.avg_pool2d(x, 2)), draw(2, 4, 6, 2))
    case("averagePool2d with a rest", spatial(lambda x: F.avg_pool2d(x, (2, 3))), draw(1, 5, 7, 2))
    case("averagePool3d", spatial(lambda x: F.avg_pool3d(x, 2)), draw(1, 4, 4, 2, 2))
    for mode, flat, deep in [("nearest", "nearest", "nearest"), ("linear", "bilinear", "trilinear")]:
        align = None if mode == "nearest" else False

        def enlarge(factor, kind):
            return spatial(
                lambda x: F.interpolate(x, scale_factor=factor, mode=kind, align_corners=align)
            )

        case(f"upsample2d {mode} 2", enlarge((2, 2), flat), draw(2, 3, 4, 2))
        case(f"upsample2d {mode} 3, 1", enlarge((3, 1), flat), draw(1, 3, 4, 2))
        case(f"upsample3d {mode} 2", enlarge((2, 2, 2), deep), draw(1, 2, 3, 2, 2))


def normalization():
    for activation in ["identity", "relu", "elu"]:
        act = ACTIVATIONS[activation]
        case(
            f"batchNorm {activation}",
            lambda x, gain, shift: act(
                from_torch(
                    F.batch_norm(
                        to_torch(x), None, None, gain, shift, training=True, eps=EPSILON
                    )
                )
            ),
            draw(2, 3, 4, 3),
            draw(3, low=0.5, high=1.5),
            draw(3),
        )
        mean = torch.tensor([0.125, -0.25, 0.5], dtype=torch.float64)
        variance = torch.tensor([0.5, 0.75, 1.5], dtype=torch.float64)
        case(
            f"normalize {activation}",
            lambda x, gain, shift: act(
                from_torch(
                    F.batch_norm(
                        to_torch(x), mean, variance, gain, shift, training=False, eps=EPSILON
                    )
                )
            ),
            draw(2, 3, 4, 3),
            draw(3, low=0.5, high=1.5),
            draw(3),
        )


# Exact in float32.
EPSILON = 2.0**-10


def arithmetic():
    for name, function in ACTIVATIONS.items():
        case(f"activate {name}", function, draw(4, 5, low=-4, high=4))
    case("exp", torch.exp, draw(7))
    case("log", torch.log, draw(7, low=0.1, high=3))
    case("sqrt", torch.sqrt, draw(7, low=0.1, high=3))
    case("abs", torch.abs, np.array([-1.5, 0, 2, -0.25, 0], np.float32))
    case("divide", torch.div, draw(2, 3), draw(2, 3, low=0.5, high=2))
    some = np.round(draw(12) * 2)
    others = np.round(draw(12) * 2)
    case("minimum with ties", torch.minimum, some, others)
    case("maximum with ties", torch.maximum, some, others)
    case("matmul", torch.matmul, draw(3, 5), draw(5, 4))
    case("concat", lambda a, b: torch.cat([a, b], dim=-1), draw(2, 3, 2), draw(2, 3, 3))
    reflect = spatial(lambda x: F.pad(x, (2, 3, 1, 2), mode="reflect"))
    case("pad reflect", reflect, draw(1, 3, 4, 2))
    deep = spatial(lambda x: F.pad(x, (1, 2, 2, 0, 1, 1), mode="reflect"))
    case("pad reflect 3-D", deep, draw(1, 3, 3, 4, 1))


def losses():
    prediction, target = draw(3, 4), draw(3, 4)
    weight = np.where(draw(3, 4) > 0, draw(3, 4, low=0.1, high=2), 0).astype(np.float32)
    ARRAYS["loss/target"] = target
    ARRAYS["loss/weight"] = weight
    t, w = torch.tensor(target).double(), torch.tensor(weight).double()
    case("weightedPenalty squared", lambda p: (w * (p - t) ** 2).sum() / w.sum(), prediction)
    case("weightedPenalty absolute", lambda p: (w * (p - t).abs()).sum() / w.sum(), prediction)
    case("mean squared", lambda p: F.mse_loss(p, t), prediction)
    case("mean absolute", lambda p: F.l1_loss(p, t), prediction)


if __name__ == "__main__":
    torch.set_num_threads(1)
    convolutions()
    resampling()
    normalization()
    arithmetic()
    losses()
    safetensors.write(sys.argv[1], ARRAYS, {"generator": "operations.py, PyTorch " + torch.__version__})
