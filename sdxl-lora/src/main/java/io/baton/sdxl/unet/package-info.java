/** SDXL's UNet, as diffusers' UNet2DConditionModel computes it, with LoRA and checkpointing. */
package io.baton.sdxl.unet;
