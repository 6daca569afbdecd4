#!/usr/bin/env python3
"""Times a training step of Noise2Void's U-Net in PyTorch, for the table beside Limpid's.

The network of org.limpid.benchmarks.DeviceTimes: depth 2, two 3x3 convolutions a level, nearest
upsampling, 1x1 head, no batch normalisation; squared error on few pixels, Adam. Prints a JSON
object a line; what cannot run here is said to be so, with the reason.

  peer.py [--device cuda] [--batch 128] [--extent 64] [--filters 32] [--repeats 20] [--rounds 5]
"""

import argparse
import json
import statistics
import time

import torch
from torch import nn
from torch.nn import functional as F


class UNet(nn.Module):
    def __init__(self, filters):
        super().__init__()
        f = filters

        def pair(channels, first, second):
            return nn.ModuleList(
                [nn.Conv2d(channels, first, 3, padding=1), nn.Conv2d(first, second, 3, padding=1)]
            )

        self.down = nn.ModuleList([pair(1, f, f), pair(f, 2 * f, 2 * f)])
        self.bottom = pair(2 * f, 4 * f, 2 * f)
        self.up = nn.ModuleList([pair(2 * f, f, f), pair(4 * f, 2 * f, f)])
        self.head = nn.Conv2d(f, 1, 1)

    @staticmethod
    def through(convolutions, x):
        for convolution in convolutions:
            x = F.relu(convolution(x))
        return x

    def forward(self, x):
        kept = []
        for level in self.down:
            x = self.through(level, x)
            kept.append(x)
            x = F.max_pool2d(x, 2)
        x = self.through(self.bottom, x)
        for level in (1, 0):
            x = torch.cat([F.interpolate(x, scale_factor=2, mode="nearest"), kept[level]], 1)
            x = self.through(self.up[level], x)
        return self.head(x)


def parameters(network):
    return sum(p.numel() for p in network.parameters())


class Step:
    """A training step on the same batch."""

    def __init__(self, options, layout, precision, capturable):
        torch.manual_seed(1)
        device = options.device
        tf32 = precision == "tf32"
        torch.backends.cuda.matmul.allow_tf32 = tf32
        torch.backends.cudnn.allow_tf32 = tf32
        torch.backends.cudnn.benchmark = True
        self.device_type = torch.device(device).type
        self.is_bfloat16 = precision == "bfloat16"
        self.network = UNet(options.filters).to(device).to(memory_format=layout)
        self.forward = self.network
        shape = (options.batch, 1, options.extent, options.extent)
        draw = lambda: torch.rand(shape, device=device).to(memory_format=layout)
        self.x, self.target = draw(), draw()
        self.weight = (torch.rand(shape, device=device) < 0.002).float()
        self.weight[0, 0, 0, 0] = 1  # a mean over nothing is no number
        known = {"capturable": True} if capturable else {}
        self.adam = torch.optim.Adam(self.network.parameters(), lr=4e-4, **known)

    def __call__(self):
        self.adam.zero_grad(set_to_none=True)
        with torch.autocast(self.device_type, dtype=torch.bfloat16, enabled=self.is_bfloat16):
            y = self.forward(self.x)
        error = (y.float() - self.target) ** 2 * self.weight
        loss = error.sum() / self.weight.sum()
        loss.backward()
        self.adam.step()
        return loss


def graphed(step):
    side = torch.cuda.Stream()
    side.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(side):
        for _ in range(3):
            step()
    torch.cuda.current_stream().wait_stream(side)
    graph = torch.cuda.CUDAGraph()
    step.adam.zero_grad(set_to_none=True)
    with torch.cuda.graph(graph):
        loss = step()

    def replay():
        graph.replay()
        return loss

    return replay


def compiled(step):
    step.forward = torch.compile(step.network, mode="max-autotune")
    return step


WAYS = {
    "eager": (torch.contiguous_format, False, lambda step: step),
    "eager, channels last": (torch.channels_last, False, lambda step: step),
    "CUDA graph, channels last": (torch.channels_last, True, graphed),
    "torch.compile, channels last": (torch.channels_last, False, compiled),
}


def wait(device):
    if device.startswith("cuda"):
        torch.cuda.synchronize()


def measure(options, way, precision):
    layout, capturable, prepare = WAYS[way]
    step = Step(options, layout, precision, capturable)
    first = float(step().detach())
    run = prepare(step)
    for _ in range(options.repeats):
        loss = run()
    wait(options.device)
    last = float(loss.detach())
    # It has to learn its batch before its time counts.
    if not last < first:
        raise RuntimeError("loss went from %g to %g" % (first, last))
    times = []
    for _ in range(options.rounds):
        start = time.perf_counter()
        for _ in range(options.repeats):
            run()
        wait(options.device)
        times.append(1e3 * (time.perf_counter() - start) / options.repeats)
    return {"ms": statistics.median(times), "least": min(times), "most": max(times)}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--device", default="cuda")
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--extent", type=int, default=64)
    parser.add_argument("--filters", type=int, default=32)
    parser.add_argument("--repeats", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    is_gpu = options.device.startswith("cuda")
    about = {
        "peer": "PyTorch " + torch.__version__,
        "device": torch.cuda.get_device_name() if is_gpu else "cpu",
        "batch": options.batch,
        "parameters": parameters(UNet(options.filters)),
    }
    print(json.dumps(about), flush=True)
    for precision in ("float32", "tf32", "bfloat16"):
        for way in WAYS:
            line = {"what": "training step", "precision": precision, "way": way}
            try:
                if precision == "tf32" and not is_gpu:
                    raise RuntimeError("a processor has no TF32")
                line.update(measure(options, way, precision))
            except Exception as e:  # one that is missing must not end the others
                line["not measured"] = "%s: %s" % (type(e).__name__, str(e).split("\n")[0])
            print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
