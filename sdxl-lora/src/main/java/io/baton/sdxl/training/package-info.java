/**
 * DreamBooth LoRA training: options, steps, and a run from its start or a checkpoint to the LoRA.
 */
package io.baton.sdxl.training;
