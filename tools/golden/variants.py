"""Outputs of tiny U-Nets of other variants in double precision; README.md says what is in the file.
Run: python3 variants.py FILE
"""

import sys

import numpy as np
import torch
import torch.nn.functional as F

import safetensors
from layout import to_torch, transposed_weight_to_torch, weight_to_torch


class Net:
    """Draws parameters as they are first asked for, and remembers them by name."""

    def __init__(self, name, slope):
        self.name = name
        self.slope = slope
        self.random = np.random.default_rng(11)
        self.arrays = {}

    def draw(self, name, shape, low, high):
        value = self.random.uniform(low, high, shape).astype(np.float32)
        self.arrays[self.name + "/" + name] = value
        return torch.tensor(value, dtype=torch.float64)

    def conv(self, name, x, outputs, extent=3, last=False):
        bound = (6 / (extent * extent * x.shape[1])) ** 0.5
        w = self.draw(name + ".weight", (extent, extent, x.shape[1], outputs), -bound, bound)
        b = self.draw(name + ".bias", outputs, -0.1, 0.1)
        y = F.conv2d(x, weight_to_torch(w), b, padding=extent // 2)
        return y if last else F.leaky_relu(y, self.slope)

    def normalized(self, name, index, x, outputs):
        bound = (6 / (9 * x.shape[1])) ** 0.5
        first = name + "." + str(2 * index)
        second = name + "." + str(2 * index + 1)
        w = self.draw(first + ".weight", (3, 3, x.shape[1], outputs), -bound, bound)
        y = F.conv2d(x, weight_to_torch(w), padding=1)
        gain = self.draw(second + ".gain", outputs, 0.5, 1.5)
        shift = self.draw(second + ".shift", outputs, -0.2, 0.2)
        mean = self.draw(second + ".mean", outputs, -0.2, 0.2)
        variance = self.draw(second + ".variance", outputs, 0.5, 1.5)
        return F.relu(F.batch_norm(y, mean, variance, gain, shift, eps=1e-5))

    def doubled(self, name, x, outputs):
        return self.normalized(name, 1, self.normalized(name, 0, x, outputs), outputs)

    def transposed(self, name, x):
        c = x.shape[1]
        w = self.draw(name + ".weight", (2, 2, c, c), -0.5, 0.5)
        b = self.draw(name + ".bias", c, -0.1, 0.1)
        return F.conv_transpose2d(x, transposed_weight_to_torch(w), b, stride=2)


def enlarge(x):
    return F.interpolate(x, scale_factor=2, mode="nearest")


def tapered(net, x):
    """3 filters, depth 2, batch normalisation with running statistics."""
    skip0 = net.doubled("down0", x, 3)
    skip1 = net.doubled("down1", F.max_pool2d(skip0, 2), 6)
    y = net.doubled("bottom", F.max_pool2d(skip1, 2), 6)
    y = net.doubled("up1", torch.cat([net.transposed("enlarge1", y), skip1], 1), 3)
    y = net.doubled("up0", torch.cat([net.transposed("enlarge0", y), skip0], 1), 3)
    return net.conv("last", y, 1, extent=1, last=True)


def noise2noise(net, x, tail=False):
    """3 filters, depth 2; 6 on the way up, 4 and 2 in the end."""
    pool1 = F.max_pool2d(net.conv("down0.1", net.conv("down0.0", x, 3), 3), 2)
    pool2 = F.max_pool2d(net.conv("down1.0", pool1, 3), 2)
    y = net.conv("bottom.0", pool2, 3)
    y = net.conv("up1.0", torch.cat([enlarge(y), pool1], 1), 6)
    y = net.conv("up1.1", y, 6)
    y = torch.cat([enlarge(y), x], 1)
    if tail:
        y = net.conv("up0.1", net.conv("up0.0", y, 6), 6)
        y = net.conv("tail.1", net.conv("tail.0", y, 6, extent=1), 6, extent=1)
        return net.conv("last", y, 1, extent=1, last=True)
    y = net.conv("up0.1", net.conv("up0.0", y, 4), 2)
    return net.conv("last", y, 1, last=True)


def max_blur(x):
    c = x.shape[1]
    line = torch.tensor([1.0, 2.0, 1.0], dtype=x.dtype) / 4
    kernel = (line[:, None] * line[None, :]).expand(c, 1, 3, 3)
    maxima = F.pad(F.max_pool2d(x, 2, stride=1), (1, 1, 1, 1), mode="replicate")
    return F.conv2d(maxima, kernel, stride=2, groups=c)


def n2v2(net, x):
    """3 filters, depth 2, blurred pooling, nothing skips over at full resolution."""
    y = net.conv("down0.1", net.conv("down0.0", x, 3), 3)
    skip1 = net.conv("down1.1", net.conv("down1.0", max_blur(y), 6), 6)
    y = net.conv("bottom.1", net.conv("bottom.0", max_blur(skip1), 12), 6)
    y = torch.cat([enlarge(y), skip1], 1)
    y = net.conv("up1.1", net.conv("up1.0", y, 6), 3)
    y = net.conv("up0.1", net.conv("up0.0", enlarge(y), 3), 3)
    return net.conv("last", y, 1, extent=1, last=True)


def main(path):
    torch.set_num_threads(1)
    x = np.random.default_rng(3).normal(0, 1, (2, 12, 16, 1)).astype(np.float32)
    arrays = {"x": x}
    networks = {
        "tapered": (tapered, 0.0),
        "noise2noise": (noise2noise, 0.125),
        "noise2noise_1x1": (lambda net, x: noise2noise(net, x, tail=True), 0.125),
        "n2v2": (n2v2, 0.0),
    }
    for name, (forward, slope) in networks.items():
        net = Net(name, slope)
        y = forward(net, to_torch(torch.tensor(x, dtype=torch.float64)))
        arrays.update(net.arrays)
        arrays[name + "/output"] = y.permute(0, 2, 3, 1).numpy()
    safetensors.write(path, arrays, {"generator": "variants.py, PyTorch " + torch.__version__})


if __name__ == "__main__":
    main(sys.argv[1])
