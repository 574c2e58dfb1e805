"""Records what diffusers samples from a model, for SampleRecordingTest.

    sdxl-lora init-model --preset tiny --seed 0 MODEL
    PYTHONPATH=DIFFUSERS/src python record_sample.py MODEL ../resources/io/baton/sdxl/sample/recording.safetensors

Needs diffusers, transformers, peft, torch (on a CPU) and safetensors. Noise and LoRA follow the formula of FormulaValues,
so that neither is part of the recording.
"""

import argparse
import json
import math
import tempfile
from pathlib import Path

import numpy
import torch
from diffusers import (
    DPMSolverMultistepScheduler,
    EDMEulerScheduler,
    EulerDiscreteScheduler,
    StableDiffusionXLPipeline,
)
from safetensors import safe_open
from safetensors.torch import save_file

RANK, ALPHA, SCALE = 2, 4.0, 0.7
SIDE = 32

SCHEDULES = {
    "euler-leading": (EulerDiscreteScheduler, {}, 25),
    "euler-linspace": (EulerDiscreteScheduler, {"timestep_spacing": "linspace"}, 7),
    "euler-trailing": (EulerDiscreteScheduler, {"timestep_spacing": "trailing"}, 7),
    "euler-v": (EulerDiscreteScheduler, {"prediction_type": "v_prediction"}, 10),
    "euler-once": (EulerDiscreteScheduler, {}, 1),
    "dpm-leading": (DPMSolverMultistepScheduler, {}, 25),
    "dpm-linspace": (DPMSolverMultistepScheduler, {"timestep_spacing": "linspace"}, 7),
    "dpm-trailing": (DPMSolverMultistepScheduler, {"timestep_spacing": "trailing"}, 7),
    "dpm-v": (DPMSolverMultistepScheduler, {"prediction_type": "v_prediction"}, 20),
    "dpm-once": (DPMSolverMultistepScheduler, {}, 1),
    "euler-karras": (EulerDiscreteScheduler, {"use_karras_sigmas": True}, 12),
    "dpm-karras": (DPMSolverMultistepScheduler, {"use_karras_sigmas": True}, 12),
    "edm-karras": (EDMEulerScheduler, {"sigma_schedule": "karras"}, 12),
    "edm-exponential-v": (
        EDMEulerScheduler,
        {"sigma_schedule": "exponential", "prediction_type": "v_prediction", "sigma_max": 70.0},
        12,
    ),
}

PROMPT = "a photo of sks cat"
IMAGES = {
    "euler": {"prompt": PROMPT, "scheduler": "euler", "steps": 6, "guidance": 5.0},
    "dpm": {
        "prompt": PROMPT,
        "negative_prompt": "blurry",
        "scheduler": "dpm++2m",
        "steps": 6,
        "guidance": 7.5,
    },
    "unguided": {"prompt": PROMPT, "scheduler": "euler", "steps": 4, "guidance": 1.0},
    "lora": {"prompt": PROMPT, "scheduler": "dpm++2m", "steps": 6, "guidance": 5.0, "lora": True},
    "edm": {"prompt": PROMPT, "scheduler": "edm", "steps": 6, "guidance": 3.0},
}


def formula(k, size):
    """Number i of sequence k, -1 or more, below 1 (murmur3's finalizer)."""
    with numpy.errstate(over="ignore"):
        x = numpy.arange(size, dtype=numpy.uint32) + numpy.uint32(k * 1000003 % 2**32)
        x ^= x >> 16
        x *= numpy.uint32(0x85EBCA6B)
        x ^= x >> 13
        x *= numpy.uint32(0xC2B2AE35)
        x ^= x >> 16
    return x.astype(numpy.float64) / 2**32 * 2 - 1


def values(k, shape, scale):
    return torch.tensor((scale * formula(k, math.prod(shape))).astype(numpy.float32)).reshape(shape)


def record_schedule(kind, config, changes, steps):
    """The trajectory of two numbers under a model that answers with a tenth of its input."""
    scheduler = kind.from_config(config, **changes)
    scheduler.set_timesteps(steps)
    x = torch.tensor([1.0, -2.0])
    trajectory = []
    for t in scheduler.timesteps:
        out = 0.1 * scheduler.scale_model_input(x, t)
        x = scheduler.step(out, t, x).prev_sample
        trajectory.append(x)
    return {
        "timesteps": scheduler.timesteps.float().contiguous(),
        "initial_deviation": torch.tensor([float(scheduler.init_noise_sigma)]),
        "trajectory": torch.stack(trajectory),
    }


def lora_modules(pipe):
    """Keys without .down/.up and their linear layers, in order of the keys."""
    modules = {}
    for name, module in pipe.unet.named_modules():
        if name.endswith(("to_q", "to_k", "to_v", "to_out.0")):
            modules[f"unet.{name}.lora."] = module
    for part in ("text_encoder", "text_encoder_2"):
        for name, module in getattr(pipe, part).named_modules():
            if name.endswith(("q_proj", "k_proj", "v_proj", "out_proj")):
                name = name.removeprefix("text_model.")
                modules[f"{part}.text_model.{name}.lora_linear_layer."] = module
    return dict(sorted(modules.items()))


def lora_state(modules):
    state = {}
    for key, module in modules.items():
        state[key + "down.weight"] = (RANK, module.in_features)
        state[key + "up.weight"] = (module.out_features, RANK)
    return {key: values(500000 + k, state[key], 0.25) for k, key in enumerate(sorted(state))}


def load_lora(pipe, directory):
    """UNet and second encoder as users load it; the first one's keys do not load with transformers 5.6 and later."""
    modules = lora_modules(pipe)
    state = lora_state(modules)
    loaded = {key: value for key, value in state.items() if not key.startswith("text_encoder.")}
    save_file(loaded, directory / "pytorch_lora_weights.safetensors", {"format": "pt"})
    for key, module in modules.items():
        if key.startswith("text_encoder."):
            module.weight.data += SCALE * state[key + "up.weight"] @ state[key + "down.weight"]
    pipe.load_lora_weights(directory, adapter_name="recorded")
    pipe.set_adapters("recorded", SCALE)


def record_image(model, number, case):
    pipe = StableDiffusionXLPipeline.from_pretrained(model, local_files_only=True)
    pipe.set_progress_bar_config(disable=True)
    if case["scheduler"] == "dpm++2m":
        pipe.scheduler = DPMSolverMultistepScheduler.from_config(pipe.scheduler.config)
    if case["scheduler"] == "edm":
        pipe.scheduler = EDMEulerScheduler()
    if case.get("lora"):
        with tempfile.TemporaryDirectory() as directory:
            load_lora(pipe, Path(directory))
    side = SIDE // pipe.vae_scale_factor
    noise = values(100000 + number, (1, pipe.unet.config.in_channels, side, side), math.sqrt(3))
    latents = []
    image = pipe(
        prompt=case["prompt"],
        negative_prompt=case.get("negative_prompt"),
        height=SIDE,
        width=SIDE,
        num_inference_steps=case["steps"],
        guidance_scale=case["guidance"],
        latents=noise,
        output_type="pil",
        callback_on_step_end=lambda pipe, i, t, kwargs: latents.append(kwargs["latents"]) or {},
    ).images[0]
    return {"latents": latents[-1].contiguous(), "image": torch.from_numpy(numpy.array(image)).float()}


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("model", type=Path)
    arguments.add_argument("recording", type=Path)
    arguments = arguments.parse_args()
    torch.set_num_threads(1)
    tensors = {}
    config = StableDiffusionXLPipeline.from_pretrained(
        arguments.model, local_files_only=True
    ).scheduler.config
    for name, (kind, changes, steps) in SCHEDULES.items():
        base = {} if kind is EDMEulerScheduler else config
        for part, tensor in record_schedule(kind, base, changes, steps).items():
            tensors[f"schedule/{name}/{part}"] = tensor
    for number, (name, case) in enumerate(IMAGES.items()):
        with torch.no_grad():
            for part, tensor in record_image(arguments.model, number, case).items():
                tensors[f"image/{name}/{part}"] = tensor
    arguments.recording.parent.mkdir(parents=True, exist_ok=True)
    metadata = {"images": json.dumps(IMAGES), "lora": json.dumps({"rank": RANK, "scale": SCALE})}
    save_file(tensors, arguments.recording, metadata)
    with safe_open(arguments.recording, "pt") as recorded:
        for key in recorded.keys():
            tensor = recorded.get_tensor(key).double()
            print(f"{key:40} {list(tensor.shape)!s:18} mean |x| {tensor.abs().mean():.6f}")


if __name__ == "__main__":
    main()
