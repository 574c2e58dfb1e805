package io.baton.sdxl.sample;

/**
 * One step of a sampler, as coefficients. With x the latents and out what the UNet predicts for
 * {@code inputScale} · x at {@code timestep}:
 *
 * <pre>
 * denoised = denoisedFromSample · x + denoisedFromOutput · out
 * next     = nextFromSample · x + nextFromDenoised · denoised + nextFromPrevious · denoised of the step before
 * </pre>
 *
 * @param timestep as the UNet knows it
 * @param nextFromPrevious 0 where the step before does not count; always so in the first step
 */
public record SamplingStep(
    float timestep,
    double inputScale,
    double denoisedFromSample,
    double denoisedFromOutput,
    double nextFromSample,
    double nextFromDenoised,
    double nextFromPrevious) {

  public SamplingStep {
    double sum =
        inputScale
            + denoisedFromSample
            + denoisedFromOutput
            + nextFromSample
            + nextFromDenoised
            + nextFromPrevious;
    if (!Float.isFinite(timestep) || !Double.isFinite(sum)) {
      throw new IllegalArgumentException("a step's numbers must be finite");
    }
  }
}
