/** How much noise belongs to each timestep of training (DDPM). */
package io.baton.sdxl.noise;
