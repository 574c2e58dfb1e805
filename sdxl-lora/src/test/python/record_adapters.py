#!/usr/bin/env python3
"""Records what peft, transformers, diffusers and torch compute with LoRA, DoRA and dropout on the tiny models.

    python record_adapters.py ../resources/io/baton/sdxl/adapter-goldens.json

Needs torch, transformers, peft, diffusers (or a checkout: PYTHONPATH=CHECKOUT/src) and numpy. All weights and inputs are
values of a formula (`u`), so nothing depends on a random generator. Dropout's masks are made here, by the hash that the
trainer uses in place of torch's generator; where they are applied is peft's doing.
"""

import hashlib
import json
import sys

import numpy as np
import torch
from diffusers import DDPMScheduler, UNet2DConditionModel
from peft import LoraConfig, get_peft_model_state_dict, inject_adapter_in_model
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

RANK, ALPHA, DROPOUT = 4, 6, 0.3
PAD, START, END = 12, 998, 999


def mix(h, a, b, first, second, last):
    h = np.uint32(h) ^ (np.uint32(h) >> np.uint32(first))
    h = (h * np.uint32(a)).astype(np.uint32)
    h ^= h >> np.uint32(second)
    h = (h * np.uint32(b)).astype(np.uint32)
    return h ^ (h >> np.uint32(last))


def u(k, size):
    x = np.arange(size, dtype=np.uint64) + np.uint64((k * 1000003) % 2**32)
    return mix((x % 2**32).astype(np.uint32), 0x85EBCA6B, 0xC2B2AE35, 16, 13, 16) / 2.0**32 * 2 - 1


def sequence(k, shape, scale=1.0):
    return torch.tensor((scale * u(k, int(np.prod(shape)))).astype(np.float32)).reshape(shape)


def inputs(j, shape, scale=1.0):
    return sequence(100000 + j, shape, scale)


def fill(model, prefix=""):
    """Parameter number k, in order of the names, by the formula."""
    parameters = {prefix + name: parameter for name, parameter in model.named_parameters()}
    for k, name in enumerate(sorted(parameters)):
        data = parameters[name].data
        values = u(k, data.numel())
        if data.dim() > 1:
            values = values / np.sqrt(data[0].numel())
        else:
            values = 1 + 0.1 * values if name.endswith(".weight") else 0.1 * values
        data.copy_(torch.tensor(values.astype(np.float32)).reshape(data.shape))
    model.requires_grad_(False)


class HashDropout(torch.nn.Module):
    """Sets x[i, j] to 0 by a hash of (key, i, j); tokens of all texts count as rows."""

    def __init__(self, key):
        super().__init__()
        self.key = key

    def numbers(self, size, key):
        h = np.arange(size, dtype=np.uint32) * np.uint32(0x9E3779B1) ^ np.uint32(key)
        return mix(h, 0x85EBCA6B, 0xC2B2AE35, 16, 13, 16)

    def forward(self, x):
        columns = x.shape[-1]
        h = self.numbers(x.numel() // columns, self.key[0])[:, None] ^ self.numbers(columns, self.key[1])[None, :]
        h = h * np.uint32(0x2C1B3C6D)
        h ^= h >> np.uint32(15)
        h = (h * np.uint32(0x297A2D39)).view(np.int32)
        kept = torch.tensor(h >= -(2**31) + round(DROPOUT * 2**32)).reshape(x.shape)
        return x * kept / (1 - DROPOUT)


def adapt(model, targets, dora, dropout, zero_up=False):
    """LoRA by the formula; the modules' layers in order of their names."""
    config = LoraConfig(r=RANK, lora_alpha=ALPHA, target_modules=targets, use_dora=dora, lora_dropout=0.0)
    inject_adapter_in_model(config, model)
    layers = sorted((n, m) for n, m in model.named_modules() if hasattr(m, "lora_A"))
    for k, (_, layer) in enumerate(layers):
        down, up = layer.lora_A["default"].weight, layer.lora_B["default"].weight
        down.data = sequence(500000 + k, down.shape, 0.25)
        up.data = sequence(600000 + k, up.shape, 0.0 if zero_up else 0.1)
        if dora:
            magnitude = layer.lora_magnitude_vector["default"].weight
            norms = layer.base_layer.weight.norm(dim=1)
            magnitude.data = norms * (1 + sequence(700000 + k, norms.shape, 0.0 if zero_up else 0.1))
        if dropout:
            layer.lora_dropout["default"] = HashDropout((12345 + k, 67890 + 7 * k))
    return layers


def tensors(layers):
    for name, layer in layers:
        yield name, "down", layer.lora_A["default"].weight
        yield name, "up", layer.lora_B["default"].weight
        if "default" in layer.lora_magnitude_vector:
            yield name, "magnitude", layer.lora_magnitude_vector["default"].weight


def clip(second, dora, dropout):
    config = CLIPTextConfig(
        vocab_size=1000, hidden_size=32, intermediate_size=37, num_hidden_layers=5, num_attention_heads=4,
        max_position_embeddings=77, projection_dim=32, hidden_act="gelu" if second else "quick_gelu",
        bos_token_id=0, eos_token_id=2, pad_token_id=1,
    )  # fmt: skip
    model = (CLIPTextModelWithProjection if second else CLIPTextModel)(config)
    names = [name for name, _ in model.named_parameters()]
    fill(model, "" if any(name.startswith("text_model.") for name in names) else "text_model.")
    layers = adapt(model, ["q_proj", "k_proj", "v_proj", "out_proj"], dora, dropout)
    ids = torch.full((2, 77), 0 if second else END)
    ids[0, :6] = torch.tensor([START, 5, 17, 300, 41, END])
    ids[1] = PAD
    ids[1, :6] = torch.tensor([START, 7, 8, 9, 10, 11])
    ids[1, 76] = END
    model.train()
    output = model(ids, output_hidden_states=True)
    penultimate = output.hidden_states[-2]
    loss = (penultimate * inputs(50, penultimate.shape)).sum()
    if second:
        loss = loss + (output.text_embeds * inputs(51, output.text_embeds.shape)).sum()
    loss.backward()
    # Of each tensor's gradient: L2 norm, first two values.
    found = {"loss": loss.item(), "penultimate_l2": penultimate.norm().item(), "gradients": {}}
    for name, kind, tensor in tensors(layers):
        gradient = torch.zeros_like(tensor) if tensor.grad is None else tensor.grad
        name = name if name.startswith("text_model.") else "text_model." + name
        found["gradients"][f"{name}.{kind}"] = [gradient.norm().item(), *gradient.flatten()[:2].tolist()]
    return found


def tiny_unet():
    model = UNet2DConditionModel(
        sample_size=32, in_channels=4, out_channels=4, block_out_channels=(32, 64), layers_per_block=2,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"), up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        attention_head_dim=(2, 4), use_linear_projection=True, addition_embed_type="text_time",
        addition_time_embed_dim=8, transformer_layers_per_block=(1, 2), projection_class_embeddings_input_dim=80,
        cross_attention_dim=64,
    )  # fmt: skip
    fill(model)
    return model


def conditioning():
    return inputs(1, (2, 7, 64)), inputs(2, (2, 32)), torch.tensor([[64.0, 48, 3, 5, 64, 64], [100, 90, 0, 7, 64, 64]])


def text_gradients():
    """What the UNet passes on to the text encoders."""
    text, pooled, time_ids = conditioning()
    text.requires_grad_()
    pooled.requires_grad_()
    conditions = {"text_embeds": pooled, "time_ids": time_ids}
    prediction = tiny_unet()(inputs(0, (2, 4, 8, 8)), torch.tensor([17, 803]), text, added_cond_kwargs=conditions).sample
    (prediction * inputs(60, prediction.shape)).sum().backward()
    return {
        name: [tensor.grad.norm().item(), *tensor.grad.flatten()[:6].tolist()]
        for name, tensor in {"hidden_states": text, "pooled": pooled}.items()
    }


def unet(dora, dropout):
    """Four steps as in the other goldens, but with alpha 6."""
    model = tiny_unet()
    layers = adapt(model, ["to_q", "to_k", "to_v", "to_out.0"], dora, dropout, zero_up=True)
    model.train()
    schedule = DDPMScheduler(beta_schedule="scaled_linear", beta_start=0.00085, beta_end=0.012)
    parameters = [parameter for _, _, parameter in tensors(layers)]
    optimizer = torch.optim.AdamW(parameters, lr=1e-2, weight_decay=1e-4)
    text, pooled, time_ids = conditioning()
    conditions = {"text_embeds": pooled, "time_ids": time_ids}
    steps = []
    for s in range(4):
        latents = inputs(10 + 4 * s, (2, 4, 8, 8))
        noise = inputs(11 + 4 * s, (2, 4, 8, 8), 1.7320508)
        timesteps = torch.tensor([(137 * s + 50) % 1000, (613 * s + 420) % 1000])
        noisy = schedule.add_noise(latents, noise, timesteps)
        prediction = model(noisy, timesteps, text, added_cond_kwargs=conditions).sample
        loss = torch.nn.functional.mse_loss(prediction, noise)
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        steps.append({"loss": loss.item(), "grad_norm": norm.item()})
        optimizer.step()
        optimizer.zero_grad()
    kinds = {}
    for _, kind, tensor in tensors(layers):
        kinds[kind] = kinds.get(kind, 0) + tensor.detach().double().square().sum().item()
    return {"steps": steps, "l2": {kind: squares**0.5 for kind, squares in kinds.items()}}


def keys(component, model, targets, infix):
    """Digest of the names and shapes in the file that diffusers' script writes, for a model of SDXL's size."""
    config = LoraConfig(r=RANK, lora_alpha=ALPHA, target_modules=targets, use_dora=True)
    inject_adapter_in_model(config, model)
    parts = {".lora_A.weight": f".{infix}.down.weight", ".lora_B.weight": f".{infix}.up.weight"}
    lines = []
    for name, tensor in get_peft_model_state_dict(model).items():
        for old, new in parts.items():
            name = name.replace(old, new)
        if component != "unet" and not name.startswith("text_model."):
            name = "text_model." + name
        lines.append(f"{component}.{name} {list(tensor.shape)}\n")
    digest = hashlib.sha256("".join(sorted(lines)).encode()).hexdigest()
    return {"tensors": len(lines), "sha256": digest}


def sdxl_keys():
    text = {"vocab_size": 49408, "max_position_embeddings": 77}
    attention = ["q_proj", "k_proj", "v_proj", "out_proj"]
    with torch.device("meta"):
        model = UNet2DConditionModel(
            sample_size=128, block_out_channels=(320, 640, 1280), layers_per_block=2,
            down_block_types=("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
            up_block_types=("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
            attention_head_dim=(5, 10, 20), use_linear_projection=True, addition_embed_type="text_time",
            addition_time_embed_dim=256, transformer_layers_per_block=(1, 2, 10),
            projection_class_embeddings_input_dim=2816, cross_attention_dim=2048,
        )  # fmt: skip
        first = CLIPTextModel(
            CLIPTextConfig(
                hidden_size=768, intermediate_size=3072, num_hidden_layers=12, num_attention_heads=12, **text
            )
        )
        second = CLIPTextModelWithProjection(
            CLIPTextConfig(
                hidden_size=1280, intermediate_size=5120, num_hidden_layers=32, num_attention_heads=20,
                projection_dim=1280, **text,
            )
        )  # fmt: skip
        return {
            "unet": keys("unet", model, ["to_q", "to_k", "to_v", "to_out.0"], "lora"),
            "text_encoder": keys("text_encoder", first, attention, "lora_linear_layer"),
            "text_encoder_2": keys("text_encoder_2", second, attention, "lora_linear_layer"),
        }


def main():
    variants = {
        "lora": (False, False),
        "lora_dropout": (False, True),
        "dora": (True, False),
        "dora_dropout": (True, True),
    }
    goldens = {
        "rank": RANK,
        "alpha": ALPHA,
        "dropout": DROPOUT,
        "text_encoder": {name: clip(False, *variant) for name, variant in variants.items()},
        "text_encoder_2": {name: clip(True, *variant) for name, variant in variants.items()},
        "unet": {name: unet(*variant) for name, variant in variants.items()},
        "unet_text_gradients": text_gradients(),
        "sdxl_keys": sdxl_keys(),
    }
    with open(sys.argv[1], "w") as file:
        rounded = json.loads(json.dumps(goldens), parse_float=lambda text: float(f"{float(text):.8g}"))
        file.write(json.dumps(rounded, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
