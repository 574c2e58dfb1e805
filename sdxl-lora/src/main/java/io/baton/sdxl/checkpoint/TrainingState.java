package io.baton.sdxl.checkpoint;

import io.baton.sdxl.lorafile.FlatFloats;
import io.baton.sdxl.lorafile.LoraLayout;

/**
 * The tensors that change in training.
 *
 * @param layout which values belong to which tensor
 * @param lora the LoRA itself
 * @param firstMoment AdamW's mean of the gradient
 * @param secondMoment AdamW's mean of the squared gradient
 */
public record TrainingState(
    LoraLayout layout, FlatFloats lora, FlatFloats firstMoment, FlatFloats secondMoment) {}
