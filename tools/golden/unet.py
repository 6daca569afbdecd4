"""Ten training steps of a tiny U-Net with Adam, in double precision; README.md says what is in the
file. Run: python3 unet.py FILE
"""

import sys

import numpy as np
import torch
import torch.nn.functional as F

import safetensors
from layout import to_torch, weight_to_torch

STEPS = 10
RATE = 2.0**-8
# Large, so that a gradient that is 0 but for rounding does not move a weight.
EPSILON = 2.0**-13
# Input and output channels and extent of every convolution, in the order of the network.
CONVOLUTIONS = {
    "down0.0": (1, 4, 3),
    "down0.1": (4, 4, 3),
    "down1.0": (4, 8, 3),
    "down1.1": (8, 8, 3),
    "bottom.0": (8, 16, 3),
    "bottom.1": (16, 8, 3),
    "up1.0": (16, 8, 3),
    "up1.1": (8, 4, 3),
    "up0.0": (8, 4, 3),
    "up0.1": (4, 4, 3),
    "last": (4, 1, 1),
}


def forward(parameters, x):
    def conv(name, x):
        w = parameters[name + ".weight"]
        pad = w.shape[0] // 2
        y = F.conv2d(x, weight_to_torch(w), parameters[name + ".bias"], padding=pad)
        return y if name == "last" else F.relu(y)

    def level(name, x):
        return conv(name + ".1", conv(name + ".0", x))

    def enlarge(x):
        return F.interpolate(x, scale_factor=2, mode="nearest")

    skip0 = level("down0", x)
    skip1 = level("down1", F.max_pool2d(skip0, 2))
    y = level("bottom", F.max_pool2d(skip1, 2))
    y = level("up1", torch.cat([enlarge(y), skip1], dim=1))
    y = level("up0", torch.cat([enlarge(y), skip0], dim=1))
    return conv("last", y)


def main(path):
    torch.set_num_threads(1)
    random = np.random.default_rng(7)
    arrays = {}
    for name, (inputs, outputs, extent) in CONVOLUTIONS.items():
        bound = (6 / (extent * extent * inputs)) ** 0.5
        shape = (extent, extent, inputs, outputs)
        arrays[name + ".weight"] = random.uniform(-bound, bound, shape).astype(np.float32)
        arrays[name + ".bias"] = random.uniform(-0.1, 0.1, outputs).astype(np.float32)
    parameters = {
        name: torch.nn.Parameter(torch.tensor(value, dtype=torch.float64))
        for name, value in arrays.items()
    }
    rows, columns = np.mgrid[0:16, 0:16]
    clean = np.stack([np.sin(0.5 * rows + 0.3 * columns), np.where(rows > columns, 1.0, -0.5)])
    target = clean[..., None].astype(np.float32)
    noisy = (clean + random.normal(0, 0.5, clean.shape))[..., None].astype(np.float32)
    weight = (random.uniform(0, 1, noisy.shape) < 0.5).astype(np.float32)
    x, t, w = (to_torch(torch.tensor(a, dtype=torch.float64)) for a in (noisy, target, weight))
    adam = torch.optim.Adam(parameters.values(), lr=RATE, betas=(0.9, 0.999), eps=EPSILON)
    losses = []
    results = {}
    for step in range(STEPS):
        adam.zero_grad()
        y = forward(parameters, x)
        loss = (w * (y - t) ** 2).sum() / w.sum()
        loss.backward()
        losses.append(loss.item())
        if step == 0:
            results["output"] = y.detach().permute(0, 2, 3, 1).numpy()
            for name, parameter in parameters.items():
                results["grad." + name] = parameter.grad.numpy().copy()
        adam.step()
    for name, parameter in parameters.items():
        results["final." + name] = parameter.detach().numpy()
    arrays.update({"x": noisy, "target": target, "weight": weight, "losses": np.array(losses)})
    arrays.update(results)
    safetensors.write(path, arrays, {"generator": "unet.py, PyTorch " + torch.__version__})


if __name__ == "__main__":
    main(sys.argv[1])
