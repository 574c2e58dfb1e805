/** SDXL DreamBooth LoRA training on DJL and libtorch. */
package io.baton.sdxl;
