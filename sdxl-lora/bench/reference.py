"""Runs diffusers' train_dreambooth_lora_sdxl.py as it is and prints a line for each step of its progress bar.

    python reference.py SCRIPT [OPTIONS OF THE SCRIPT]

It gets the files of a directory in the order of their names, whatever order the file system has them in.
Where torchvision is not installed, the few transforms that the script uses are done here, with Pillow and torch.
"""

import importlib.util
import random
import runpy
import sys
import types
from pathlib import Path

import torch
import tqdm.auto
from PIL import Image

# Both ask once whether torchvision is there; what follows is not the whole of it.
import transformers  # noqa: F401
from transformers.utils import is_torchvision_available


class Steps(tqdm.auto.tqdm):
    """The script's bar, which also tells whoever reads standard output."""

    def update(self, n=1):
        if self.desc.startswith("Steps"):
            print("step", flush=True)
        return super().update(n)


class Compose:
    def __init__(self, transforms):
        self.transforms = transforms

    def __call__(self, image):
        for transform in self.transforms:
            image = transform(image)
        return image


class Resize:
    def __init__(self, size, interpolation):
        self.size, self.interpolation = size, interpolation

    def __call__(self, image):
        shorter = min(image.size)
        size = [int(self.size * side / shorter) for side in image.size]
        return image.resize(size, self.interpolation)


class CenterCrop:
    def __init__(self, size):
        self.size = size

    def __call__(self, image):
        top, left = round((image.height - self.size) / 2), round((image.width - self.size) / 2)
        return crop(image, top, left, self.size, self.size)


class RandomCrop:
    def __init__(self, size):
        self.size = size

    @staticmethod
    def get_params(image, size):
        height, width = size
        return random.randint(0, image.height - height), random.randint(0, image.width - width), height, width

    def __call__(self, image):
        return crop(image, *self.get_params(image, (self.size, self.size)))


class RandomHorizontalFlip:
    def __init__(self, p):
        self.p = p

    def __call__(self, image):
        return image.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if random.random() < self.p else image


class ToTensor:
    def __call__(self, image):
        pixels = torch.frombuffer(bytearray(image.tobytes()), dtype=torch.uint8)
        return pixels.view(image.height, image.width, 3).permute(2, 0, 1).float() / 255


class Normalize:
    def __init__(self, mean, std):
        self.mean, self.std = mean[0], std[0]

    def __call__(self, pixels):
        return (pixels - self.mean) / self.std


def crop(image, top, left, height, width):
    return image.crop((left, top, left + width, top + height))


def provide_transforms():
    transforms = types.ModuleType("torchvision.transforms")
    transforms.InterpolationMode = Image.Resampling
    for transform in (Compose, Resize, CenterCrop, RandomCrop, RandomHorizontalFlip, ToTensor, Normalize):
        setattr(transforms, transform.__name__, transform)
    functional = types.ModuleType("torchvision.transforms.functional")
    functional.crop = crop
    torchvision = types.ModuleType("torchvision")
    torchvision.transforms = transforms
    for module in (torchvision, transforms, functional):
        module.__spec__ = importlib.util.spec_from_loader(module.__name__, loader=None)
        sys.modules[module.__name__] = module


if __name__ == "__main__":
    if not is_torchvision_available():
        import diffusers  # noqa: F401

        provide_transforms()
    tqdm.auto.tqdm = Steps
    in_any_order = Path.iterdir
    Path.iterdir = lambda directory: iter(sorted(in_any_order(directory)))
    sys.argv = sys.argv[1:]
    runpy.run_path(sys.argv[0], run_name="__main__")
