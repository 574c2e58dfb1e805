/** SDXL's two text encoders, CLIP text transformers of different sizes. */
package io.baton.sdxl.clip;
