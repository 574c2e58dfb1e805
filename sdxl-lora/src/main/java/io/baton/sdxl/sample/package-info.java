/** Text to image: schedulers, prompts, the denoising loop, and images in files. */
package io.baton.sdxl.sample;
