package io.baton.sdxl.noise;

/**
 * What a UNet sees and is to answer at one noise level. With x the clean sample, n the noise and o
 * the UNet's output:
 *
 * @param timestep what the UNet is told of the level
 * @param sample a of the noisy sample y = a·x + b·n
 * @param noise b
 * @param input c of the UNet's input c·y
 * @param skip d of the prediction d·y + e·o
 * @param output e
 * @param targetSample f of the target f·x + g·n
 * @param targetNoise g
 * @param weight of the squared error
 * @param priorWeight the same for rows that preserve the prior
 */
public record NoiseLevel(
    float timestep,
    float sample,
    float noise,
    float input,
    float skip,
    float output,
    float targetSample,
    float targetNoise,
    double weight,
    double priorWeight) {}
