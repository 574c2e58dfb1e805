#!/usr/bin/env python3
"""Records what diffusers, transformers, peft and torch compute on a model, for `sdxl-lora verify`.

    python record.py --model DIR --out FILE.safetensors [--sections unet,text_encoder,text_encoder_2,vae,train]

Needs torch, diffusers, transformers, peft and safetensors; diffusers may also be a checkout: PYTHONPATH=CHECKOUT/src.
The same arguments give the same inputs. Results differ by rounding from one version of torch or machine to the next.

The training section is the arithmetic of diffusers' train_dreambooth_lora_sdxl.py, micro-step by micro-step, but for:
- LoRA weights and AdamW's moments are fp32 with bf16 too (the script has them in bf16, in which small steps are lost);
- with min-SNR and prior preservation together, the weights are those of the instance rows (the script multiplies
  the losses of half of the rows with the weights of all);
- each row has its own text embeddings: instance rows the first prompt's, class rows the second's.
"""

import argparse
import contextlib
import json
import tempfile
from pathlib import Path
from types import SimpleNamespace

import torch
import torch.nn.functional as F
from diffusers import AutoencoderKL, DDPMScheduler, StableDiffusionXLPipeline, UNet2DConditionModel
from diffusers.optimization import get_scheduler
from diffusers.training_utils import cast_training_params, compute_snr
from diffusers.utils import convert_state_dict_to_diffusers
from peft import LoraConfig
from peft.utils import get_peft_model_state_dict
from safetensors.torch import load_file, save_file
from transformers import AutoTokenizer, CLIPTextModel, CLIPTextModelWithProjection

SECTIONS = ("unet", "text_encoder", "text_encoder_2", "vae", "train")
SCHEDULERS = ("linear", "cosine", "cosine_with_restarts", "polynomial", "constant", "constant_with_warmup")
TEXT_ENCODERS = {"text_encoder": CLIPTextModel, "text_encoder_2": CLIPTextModelWithProjection}
OPTIONS = (
    "learning_rate adam_beta1 adam_beta2 adam_weight_decay adam_epsilon max_grad_norm rank snr_gamma prediction_type"
    " prior_loss_weight gradient_accumulation_steps lr_scheduler lr_warmup_steps max_train_steps mixed_precision"
    " use_dora"
).split()


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True, help="model directory in diffusers' layout")
    parser.add_argument("--out", required=True, help="the recording, a safetensors file")
    parser.add_argument("--sections", default=",".join(SECTIONS), help="default: all")
    parser.add_argument("--seed", type=int, default=0, help="of all inputs")
    parser.add_argument("--resolution", type=int, default=64, help="pixels of a side")
    parser.add_argument("--batch_size", type=int, default=2, help="rows; with prior preservation half are class rows")
    parser.add_argument("--lora", help="LoRA file that diffusers adds to the model before the forward passes")
    parser.add_argument(
        "--prompts", nargs=2, default=["a photo of sks dog", "a photo of a dog"], help="of instance and class"
    )
    training = parser.add_argument_group("training, as of diffusers' script")
    training.add_argument("--steps", type=int, default=4, help="optimizer steps that are recorded")
    training.add_argument("--learning_rate", type=float, default=1e-4)
    training.add_argument("--adam_beta1", type=float, default=0.9)
    training.add_argument("--adam_beta2", type=float, default=0.999)
    training.add_argument("--adam_weight_decay", type=float, default=1e-4)
    training.add_argument("--adam_epsilon", type=float, default=1e-8)
    training.add_argument("--max_grad_norm", type=float, default=1.0)
    training.add_argument("--rank", type=int, default=4)
    training.add_argument("--snr_gamma", type=float)
    training.add_argument("--prediction_type", choices=("epsilon", "v_prediction"), help="default: the model's")
    training.add_argument("--prior_loss_weight", type=float, help="prior preservation when given")
    training.add_argument("--gradient_accumulation_steps", type=int, default=1)
    training.add_argument("--lr_scheduler", choices=SCHEDULERS, default="constant")
    training.add_argument("--lr_warmup_steps", type=int, default=0)
    training.add_argument("--max_train_steps", type=int, help="of the learning rate's schedule; default: --steps")
    training.add_argument("--mixed_precision", choices=("no", "bf16"), default="no")
    training.add_argument("--use_dora", action="store_true")
    args = parser.parse_args()
    args.sections = args.sections.split(",")
    unknown = set(args.sections) - set(SECTIONS)
    if unknown:
        parser.error(f"--sections: {', '.join(sorted(unknown))} is none of {', '.join(SECTIONS)}")
    if args.lora and "train" in args.sections:
        parser.error("--lora is for forward passes, not for the section train")
    if args.prior_loss_weight is not None and args.batch_size % 2:
        parser.error("--batch_size must be even with --prior_loss_weight")
    if args.max_train_steps is None:
        args.max_train_steps = args.steps
    return args


class Recorder:
    """Fills `tensors`, section by section."""

    def __init__(self, args):
        self.args = args
        self.tensors = {}
        self.bf16 = args.mixed_precision == "bf16"
        self.dtype = torch.bfloat16 if self.bf16 else torch.float32
        self.vae_scale = 2 ** (len(AutoencoderKL.load_config(args.model, subfolder="vae")["block_out_channels"]) - 1)

    def load(self, model_class, component, dtype):
        model = model_class.from_pretrained(self.args.model, subfolder=component).to(dtype)
        if self.args.lora and component != "vae":
            self.add_lora(component, model)
        model.requires_grad_(False)
        return model.eval()

    def add_lora(self, component, model):
        file = Path(self.args.lora)
        state, alphas, metadata = StableDiffusionXLPipeline.lora_state_dict(
            file.parent,
            weight_name=file.name,
            unet_config=SimpleNamespace(**UNet2DConditionModel.load_config(self.args.model, subfolder="unet")),
            return_lora_metadata=True,
        )
        if component == "unet":
            StableDiffusionXLPipeline.load_lora_into_unet(state, network_alphas=alphas, unet=model, metadata=metadata)
            return
        flat = not hasattr(model, "text_model")
        state, alphas = for_text_encoder(state, flat), for_text_encoder(alphas, flat)
        StableDiffusionXLPipeline.load_lora_into_text_encoder(
            state, network_alphas=alphas, text_encoder=model, prefix=component, metadata=metadata
        )

    def generator(self, number):
        """The source of a section's inputs, which do not depend on what else is recorded."""
        return torch.Generator().manual_seed(1000 * self.args.seed + number)

    def autocast(self):
        return torch.autocast("cpu", torch.bfloat16) if self.bf16 else contextlib.nullcontext()

    # Text

    def input_ids(self, component, prompts):
        tokenizer = AutoTokenizer.from_pretrained(
            self.args.model, subfolder=component.replace("text_encoder", "tokenizer")
        )
        length = min(tokenizer.model_max_length, 77)
        return tokenizer(
            prompts, padding="max_length", max_length=length, truncation=True, return_tensors="pt"
        ).input_ids

    @torch.no_grad()
    def encode(self, component, ids):
        """hidden_states[-2] and, of the second encoder, the projection."""
        output = self.load(TEXT_ENCODERS[component], component, self.dtype)(ids, output_hidden_states=True)
        return output.hidden_states[-2], output.text_embeds if component == "text_encoder_2" else None

    def text_encoder(self, component):
        ids = self.input_ids(component, self.args.prompts)
        penultimate, text_embeds = self.encode(component, ids)
        self.tensors[f"{component}/input_ids"] = ids
        self.tensors[f"{component}/penultimate"] = penultimate
        if text_embeds is not None:
            self.tensors[f"{component}/text_embeds"] = text_embeds

    def conditioning(self):
        """Hidden states of both encoders side by side, and text_embeds: one row a prompt."""
        first, _ = self.encode("text_encoder", self.input_ids("text_encoder", self.args.prompts))
        second, text_embeds = self.encode("text_encoder_2", self.input_ids("text_encoder_2", self.args.prompts))
        return torch.cat([first, second], dim=-1), text_embeds

    def time_ids(self, generator):
        size, rows = self.args.resolution, self.args.batch_size
        original = torch.randint(size, 3 * size, (rows, 2), generator=generator)
        corner = torch.randint(0, size // 2, (rows, 2), generator=generator)
        return torch.cat([original, corner, torch.full((rows, 2), size)], dim=1).to(self.dtype)

    def latents(self, channels, generator):
        side = self.args.resolution // self.vae_scale
        return torch.randn(self.args.batch_size, channels, side, side, generator=generator).to(self.dtype)

    # Forward passes

    @torch.no_grad()
    def unet(self):
        generator = self.generator(1)
        unet = self.load(UNet2DConditionModel, "unet", self.dtype)
        states, embeds = self.conditioning()
        rows = torch.arange(self.args.batch_size) % len(self.args.prompts)
        inputs = {
            "latents": self.latents(unet.config.in_channels, generator),
            "timesteps": torch.randint(0, 1000, (self.args.batch_size,), generator=generator),
            "encoder_hidden_states": states[rows],
            "text_embeds": embeds[rows],
            "time_ids": self.time_ids(generator),
        }
        with self.autocast():
            sample = predict(unet, **inputs)
        self.tensors.update({f"unet/{name}": tensor for name, tensor in inputs.items()})
        self.tensors["unet/sample"] = sample

    @torch.no_grad()
    def vae(self):
        """In fp32 always, as in the script."""
        vae = self.load(AutoencoderKL, "vae", torch.float32)
        size = self.args.resolution
        pixels = torch.rand(1, vae.config.in_channels, size, size, generator=self.generator(2)) * 2 - 1
        distribution = vae.encode(pixels).latent_dist
        self.tensors["vae/pixels"] = pixels
        self.tensors["vae/mean"] = distribution.mean
        self.tensors["vae/logvar"] = distribution.logvar
        self.tensors["vae/decoded"] = vae.decode(distribution.mean).sample

    # Training

    def train(self):
        args, generator = self.args, self.generator(3)
        unet = self.load(UNet2DConditionModel, "unet", self.dtype)
        torch.manual_seed(args.seed)
        unet.add_adapter(
            LoraConfig(
                r=args.rank,
                lora_alpha=args.rank,
                init_lora_weights="gaussian",
                target_modules=["to_k", "to_q", "to_v", "to_out.0"],
                use_dora=args.use_dora,
            )
        )
        cast_training_params([unet], dtype=torch.float32)
        parameters = [parameter for parameter in unet.parameters() if parameter.requires_grad]
        optimizer = torch.optim.AdamW(
            [{"params": parameters, "lr": args.learning_rate}],
            betas=(args.adam_beta1, args.adam_beta2),
            weight_decay=args.adam_weight_decay,
            eps=args.adam_epsilon,
        )
        schedule = get_scheduler(
            args.lr_scheduler,
            optimizer=optimizer,
            num_warmup_steps=args.lr_warmup_steps,
            num_training_steps=args.max_train_steps,
        )
        overrides = {"prediction_type": args.prediction_type} if args.prediction_type else {}
        noise_scheduler = DDPMScheduler.from_pretrained(args.model, subfolder="scheduler", **overrides)
        self.keep_lora("init", unet)
        states, embeds = self.conditioning()
        rows = torch.zeros(args.batch_size, dtype=torch.long)
        if args.prior_loss_weight is not None:
            rows[args.batch_size // 2 :] = 1
        unet.train()
        for micro_step in range(args.steps * args.gradient_accumulation_steps):
            batch = {
                "latents": self.latents(unet.config.in_channels, generator),
                "noise": self.latents(unet.config.in_channels, generator),
                "timesteps": torch.randint(0, 1000, (args.batch_size,), generator=generator),
                "encoder_hidden_states": states[rows],
                "text_embeds": embeds[rows],
                "time_ids": self.time_ids(generator),
            }
            loss = self.loss(unet, noise_scheduler, batch)
            (loss / args.gradient_accumulation_steps).backward()
            results = {"loss": loss.detach()}
            if (micro_step + 1) % args.gradient_accumulation_steps == 0:
                results["grad_norm"] = torch.nn.utils.clip_grad_norm_(parameters, args.max_grad_norm)
                optimizer.step()
                schedule.step()
                optimizer.zero_grad()
            self.tensors.update({f"train/{micro_step}/{name}": t for name, t in (batch | results).items()})
        self.keep_lora("final", unet)

    def loss(self, unet, noise_scheduler, batch):
        args = self.args
        latents, noise, timesteps = batch["latents"], batch["noise"], batch["timesteps"]
        with self.autocast():
            prediction = predict(
                unet,
                noise_scheduler.add_noise(latents, noise, timesteps),
                timesteps,
                batch["encoder_hidden_states"],
                batch["text_embeds"],
                batch["time_ids"],
            ).float()
        if noise_scheduler.config.prediction_type == "v_prediction":
            target = noise_scheduler.get_velocity(latents, noise, timesteps).float()
        else:
            target = noise.float()
        prior_loss = 0
        if args.prior_loss_weight is not None:
            prediction, class_prediction = prediction.chunk(2)
            target, class_target = target.chunk(2)
            timesteps = timesteps.chunk(2)[0]
            prior_loss = args.prior_loss_weight * F.mse_loss(class_prediction, class_target)
        if args.snr_gamma is None:
            return F.mse_loss(prediction, target) + prior_loss
        snr = compute_snr(noise_scheduler, timesteps)
        weights = snr.clamp(max=args.snr_gamma) / snr
        if noise_scheduler.config.prediction_type == "v_prediction":
            weights = weights + 1
        rows = F.mse_loss(prediction, target, reduction="none").flatten(1).mean(1)
        return (rows * weights).mean() + prior_loss

    def keep_lora(self, when, unet):
        """The LoRA under the keys of the file that the script writes."""
        layers = convert_state_dict_to_diffusers(get_peft_model_state_dict(unet))
        with tempfile.TemporaryDirectory() as directory:
            StableDiffusionXLPipeline.save_lora_weights(directory, unet_lora_layers=layers)
            saved = load_file(Path(directory, "pytorch_lora_weights.safetensors"))
        self.tensors.update({f"train/{when}/{key}": tensor.clone() for key, tensor in saved.items()})

    def record(self):
        for section in self.args.sections:
            if section in TEXT_ENCODERS:
                self.text_encoder(section)
            else:
                getattr(self, section)()


def for_text_encoder(entries, flat):
    """Keys as the installed transformers wants them; diffusers 0.40 does not know what it changed.

    transformers 5 takes DoRA's magnitudes only by their full name (and else leaves them out with a warning);
    transformers 5.6 took a level out of CLIPTextModel.
    """
    renamed = {}
    for key, value in (entries or {}).items():
        if key.endswith(".lora_magnitude_vector"):
            key += ".weight"
        renamed[key.replace("text_encoder.text_model.", "text_encoder.") if flat else key] = value
    return renamed or None


def predict(unet, latents, timesteps, encoder_hidden_states, text_embeds, time_ids):
    conditions = {"text_embeds": text_embeds, "time_ids": time_ids}
    return unet(latents, timesteps, encoder_hidden_states, added_cond_kwargs=conditions, return_dict=False)[0]


def main():
    args = arguments()
    recorder = Recorder(args)
    recorder.record()
    options = {name: getattr(args, name) for name in OPTIONS if getattr(args, name) is not None}
    tensors = {name: tensor.detach().contiguous() for name, tensor in recorder.tensors.items()}
    save_file(tensors, args.out, metadata={"format": "pt", "options": json.dumps(options)})
    print(f"Recorded {len(tensors)} tensors in {args.out}.")


if __name__ == "__main__":
    main()
