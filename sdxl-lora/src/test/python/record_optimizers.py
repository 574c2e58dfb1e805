"""Records steps of the optimizers that diffusers' and kohya's users take, for the Java tests.

    PYTHONPATH=DIR python record_optimizers.py src/test/resources/io/baton/sdxl/optimizer/goldens.json

Needs torch, transformers (Adafactor), and in DIR the sources of bitsandbytes (its own Python for CPUs is enough; no
compiled library) and prodigyopt. All inputs follow from a formula, so that the file holds results only.
"""

import json
import sys

import bitsandbytes
import prodigyopt
import torch
import transformers
from transformers.optimization import Adafactor

STEPS = 6
# name, shape: above 4096 values with a ragged last block, a multiple of the block, below 4096, a vector
TENSORS = [("a", (12, 350)), ("b", (4, 1280)), ("c", (4, 64)), ("d", (300,))]
EVERY = 211


def u(k, n):
    """Values in [-1, 1) without a generator: murmur3's finalizer of i + k * 1000003."""
    x = [(i + k * 1000003) & 0xFFFFFFFF for i in range(n)]
    out = []
    for v in x:
        v ^= v >> 16
        v = v * 0x85EBCA6B & 0xFFFFFFFF
        v ^= v >> 13
        v = v * 0xC2B2AE35 & 0xFFFFFFFF
        v ^= v >> 16
        out.append(v / 2**32 * 2 - 1)
    return torch.tensor(out, dtype=torch.float64)


def numel(shape):
    return torch.Size(shape).numel()


def parameters():
    # The last two are zero at first, as LoRA's up projections are.
    return [
        torch.nn.Parameter(((u(700 + k, numel(s)) * (0.25 if k < 2 else 0)).float()).reshape(s))
        for k, (_, s) in enumerate(TENSORS)
    ]


def gradients(step):
    """Of differing sizes, with a trend; the first tensor's are 0 at first, as those of LoRA's down projections are."""
    out = []
    for k, (_, s) in enumerate(TENSORS):
        scale = 0.0 if k == 0 and step == 0 else 1e-2 / (1 + k)
        values = (u(800 + k, numel(s)) + 0.5 * u(810 + 10 * step + k, numel(s))) ** 3
        out.append((values * scale).float().reshape(s))
    return out


def run(optimizer_of, extras=lambda optimizer, ps: {}, count=STEPS):
    ps = parameters()
    optimizer = optimizer_of(ps)
    steps = []
    for step in range(count):
        for p, g in zip(ps, gradients(step)):
            p.grad = g
        optimizer.step()
        record = {
            "values": [p.detach().flatten()[::EVERY].tolist() for p in ps],
            "norms": [p.detach().double().norm().item() for p in ps],
        }
        record.update(extras(optimizer, ps))
        steps.append(record)
    return steps


def prodigy_extras(optimizer, ps):
    group = optimizer.param_groups[0]
    return {"d": group["d"], "d_max": group["d_max"], "d_numerator": float(group["d_numerator"]), "k": group["k"]}


def eight_bit_extras(optimizer, ps):
    state = optimizer.state[ps[0]]
    return {
        "codes1": state["state1"].flatten()[::EVERY].tolist(),
        "codes2": state["state2"].flatten()[::EVERY].tolist(),
        "absmax1": state["absmax1"].tolist(),
        "absmax2": state["absmax2"].tolist(),
    }


def prodigy(**options):
    defaults = dict(
        lr=1.0,
        betas=(0.9, 0.99),
        weight_decay=1e-2,
        eps=1e-8,
        decouple=True,
        use_bias_correction=True,
        safeguard_warmup=True,
    )
    defaults.update(options)
    return lambda ps: prodigyopt.Prodigy(ps, **defaults)


def main(path):
    torch.manual_seed(0)
    result = {
        "versions": {
            "torch": torch.__version__,
            "transformers": transformers.__version__,
            "bitsandbytes": bitsandbytes.__version__,
        },
        "every": EVERY,
        "tensors": [{"name": n, "shape": list(s)} for n, s in TENSORS],
        "adamw": run(lambda ps: torch.optim.AdamW(ps, lr=1e-3, betas=(0.9, 0.999), weight_decay=1e-2, eps=1e-8)),
        "adamw8bit": run(
            lambda ps: bitsandbytes.optim.AdamW8bit(ps, lr=1e-3, betas=(0.9, 0.999), weight_decay=1e-2, eps=1e-8),
            eight_bit_extras,
        ),
        # d0 is raised so that the estimate moves within a few steps.
        "prodigy": run(prodigy(d0=1e-4), prodigy_extras, 2 * STEPS),
        "prodigy_plain": run(
            prodigy(d0=1e-4, decouple=False, use_bias_correction=False, safeguard_warmup=False, beta3=0.9), prodigy_extras
        ),
        "adafactor": run(
            lambda ps: Adafactor(
                ps, lr=1e-3, scale_parameter=False, relative_step=False, warmup_init=False, weight_decay=1e-2
            )
        ),
        "maps": {
            "signed": bitsandbytes.functional.create_dynamic_map(signed=True).tolist(),
            "unsigned": bitsandbytes.functional.create_dynamic_map(signed=False).tolist(),
        },
    }
    with open(path, "w") as out:
        json.dump(result, out, separators=(",", ":"))


main(sys.argv[1])
