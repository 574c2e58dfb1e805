"""Records what diffusers' DreamBooth script makes of a sample, its noise and a UNet's output, for DenoisingObjectiveTest.

    PYTHONPATH=DIFFUSERS/src python record_objectives.py src/test/resources/io/baton/sdxl/noise/objectives.json

The schedulers are diffusers' own; what the script does around them is written out below.
"""

import json
import sys

import diffusers
import torch
from diffusers import DDPMScheduler, EDMEulerScheduler, EulerDiscreteScheduler

SDXL = dict(beta_schedule="scaled_linear", beta_start=0.00085, beta_end=0.012, num_train_timesteps=1000)
LEVELS = [0, 17, 500, 998, 999]
SAMPLE = torch.tensor([0.5, -1.25, 2.0])
NOISE = torch.tensor([-0.75, 0.5, 1.5])
OUTPUT = torch.tensor([0.25, -0.5, 1.0])


def record(timestep, noisy, unet_input, prediction, target, weight):
    return {
        "timestep": float(timestep),
        "noisy": noisy.flatten().tolist(),
        "input": unet_input.flatten().tolist(),
        "prediction": prediction.flatten().tolist(),
        "target": target.flatten().tolist(),
        "weight": float(weight),
    }


def ddpm(prediction_type):
    scheduler = DDPMScheduler(prediction_type=prediction_type, **SDXL)
    out = []
    for level in LEVELS:
        t = torch.tensor([level])
        noisy = scheduler.add_noise(SAMPLE[None], NOISE[None], t)
        target = NOISE if prediction_type == "epsilon" else scheduler.get_velocity(SAMPLE[None], NOISE[None], t)
        out.append(record(level, noisy, noisy, OUTPUT, target, 1))
    return out


def euler(prediction_type):
    scheduler = EulerDiscreteScheduler(prediction_type=prediction_type, **SDXL)
    out = []
    for level in LEVELS:
        # Level t here is the timestep; the script draws its index in the falling list.
        timestep = scheduler.timesteps[999 - level]
        sigma = scheduler.sigmas[999 - level]
        noisy = scheduler.add_noise(SAMPLE[None], NOISE[None], timestep[None])
        if prediction_type == "epsilon":
            prediction = OUTPUT * (-sigma) + noisy
        else:
            prediction = OUTPUT * (-sigma / (sigma**2 + 1) ** 0.5) + noisy / (sigma**2 + 1)
        out.append(record(timestep, noisy, noisy / ((sigma**2 + 1) ** 0.5), prediction, SAMPLE, sigma**-2.0))
    return out


def edm(prediction_type, **options):
    scheduler = EDMEulerScheduler(prediction_type=prediction_type, **options)
    out = []
    for level in LEVELS:
        timestep = scheduler.timesteps[level]
        sigma = scheduler.sigmas[level]
        noisy = scheduler.add_noise(SAMPLE[None], NOISE[None], timestep[None])
        out.append(
            record(
                timestep,
                noisy,
                scheduler.precondition_inputs(noisy, sigma),
                scheduler.precondition_outputs(noisy, OUTPUT, sigma),
                SAMPLE,
                1,
            )
        )
    return out


def main(path):
    result = {"diffusers": diffusers.__version__, "levels": LEVELS}
    result["sample"], result["noise"], result["output"] = SAMPLE.tolist(), NOISE.tolist(), OUTPUT.tolist()
    for kind in ("epsilon", "v_prediction"):
        result[f"ddpm_{kind}"] = ddpm(kind)
        result[f"euler_{kind}"] = euler(kind)
        result[f"edm_{kind}"] = edm(kind)
    result["edm_playground"] = edm("epsilon", sigma_min=0.01, sigma_max=50.0, sigma_data=0.7, rho=5.0)
    with open(path, "w") as out:
        json.dump(result, out, separators=(",", ":"))


main(sys.argv[1])
