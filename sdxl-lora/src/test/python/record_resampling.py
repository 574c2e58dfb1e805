"""Records what Pillow's filters make of images by formula: src/test/resources/image/resampling.json.

    python record_resampling.py [CASES A FILTER] > resampling.json

Without an argument the cases are those of the test data.
"""

import json
import random
import sys

import PIL
from PIL import Image

FILTERS = {
    "nearest": 0,
    "nearest_exact": 0,  # torchvision maps it to Pillow's nearest
    "bilinear": 2,
    "bicubic": 3,
    "box": 4,
    "hamming": 5,
    "lanczos": 1,
}
SIZES = [
    ((13, 9), (7, 5)),
    ((7, 5), (13, 9)),
    ((16, 16), (8, 8)),
    ((31, 20), (31, 6)),
    ((9, 31), (4, 14)),
    ((64, 3), (5, 3)),
]


def synthetic(width, height, k):
    """The upper byte of a hash of (index + k * 1000003), as PillowRecording.synthetic."""
    data = bytearray()
    for i in range(3 * width * height):
        x = (i + k * 1000003) & 0xFFFFFFFF
        x ^= x >> 16
        x = x * 0x85EBCA6B & 0xFFFFFFFF
        x ^= x >> 13
        x = x * 0xC2B2AE35 & 0xFFFFFFFF
        x ^= x >> 16
        data.append(x >> 24)
    return Image.frombytes("RGB", (width, height), bytes(data))


def record(name, source, target, k):
    resized = synthetic(*source, k).resize(target, FILTERS[name])
    return {
        "filter": name,
        "k": k,
        "fromWidth": source[0],
        "fromHeight": source[1],
        "width": target[0],
        "height": target[1],
        "rgb": resized.tobytes().hex(),
    }


def sizes():
    if len(sys.argv) == 1:
        return SIZES
    draw = random.Random(0)
    return [
        tuple((draw.randint(1, 90), draw.randint(1, 90)) for _ in range(2)) for _ in range(int(sys.argv[1]))
    ]


def main():
    cases = [
        record(name, source, target, k)
        for name in FILTERS
        for k, (source, target) in enumerate(sizes())
    ]
    json.dump({"source": "Pillow " + PIL.__version__, "resampling": cases}, sys.stdout, indent=0)
    print()


if __name__ == "__main__":
    main()
