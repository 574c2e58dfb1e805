/** The autoencoder between images and latents, as diffusers' AutoencoderKL computes it. */
package io.baton.sdxl.vae;
