"""Five steps of PyTorch's optimisers, in double precision, on given gradients.

Each case gives `case/start` [P], `case/gradients` [5, P] and `case/parameters` [5, P], the values
after each step. Run: python3 optimizers.py FILE
"""

import sys

import numpy as np
import torch

import safetensors

STEPS = 5
SIZE = 37

CASES = {
    "adam": lambda p: torch.optim.Adam([p], lr=0.0625, betas=(0.875, 0.96875), eps=2.0**-20),
    "adam with decay": lambda p: torch.optim.AdamW(
        [p], lr=0.0625, betas=(0.875, 0.96875), eps=2.0**-20, weight_decay=0.125
    ),
    "sgd": lambda p: torch.optim.SGD([p], lr=0.0625),
    "sgd with momentum": lambda p: torch.optim.SGD([p], lr=0.0625, momentum=0.875),
    "sgd with momentum and decay": lambda p: torch.optim.SGD(
        [p], lr=0.0625, momentum=0.875, weight_decay=0.125
    ),
    "adamax": lambda p: torch.optim.Adamax(
        [p], lr=0.0625, betas=(0.875, 0.96875), eps=2.0**-20
    ),
    "adagrad": lambda p: torch.optim.Adagrad([p], lr=0.0625, eps=2.0**-20),
}

if __name__ == "__main__":
    torch.set_num_threads(1)
    random = np.random.default_rng(5)
    arrays = {}
    for name, optimizer in CASES.items():
        start = random.uniform(-1, 1, SIZE).astype(np.float32)
        gradients = random.normal(0, 1, (STEPS, SIZE)).astype(np.float32)
        parameter = torch.nn.Parameter(torch.tensor(start, dtype=torch.float64))
        steps = optimizer(parameter)
        values = []
        for gradient in gradients:
            parameter.grad = torch.tensor(gradient, dtype=torch.float64)
            steps.step()
            values.append(parameter.detach().numpy().copy())
        arrays[f"{name}/start"] = start
        arrays[f"{name}/gradients"] = gradients
        arrays[f"{name}/parameters"] = np.stack(values)
    metadata = {"generator": "optimizers.py, PyTorch " + torch.__version__}
    safetensors.write(sys.argv[1], arrays, metadata)
