package io.baton.sdxl.training;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * What one forward and backward pass is made from.
 *
 * @param latents [B, C, h, w], clean and scaled
 * @param noise [B, C, h, w]
 * @param timesteps [B]
 * @param captions B of them
 * @param timeIds [B, 6]
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
record MicroBatch(
    NDArray latents, NDArray noise, int[] timesteps, List<String> captions, NDArray timeIds) {}
