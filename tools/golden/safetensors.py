"""Writes float32 arrays in the safetensors format, so that golden values need no package for it."""

import json
import struct

import numpy as np


def write(path, arrays, metadata):
    """arrays: name -> numpy array; metadata: name -> string."""
    header = {"__metadata__": metadata}
    blocks = []
    start = 0
    for name, array in arrays.items():
        block = np.ascontiguousarray(array, dtype="<f4").tobytes()
        header[name] = {
            "dtype": "F32",
            "shape": list(np.shape(array)),
            "data_offsets": [start, start + len(block)],
        }
        blocks.append(block)
        start += len(block)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)))
        file.write(text)
        for block in blocks:
            file.write(block)
