package io.baton.sdxl.random;

/** What a random number is for. Streams of different purposes never share a number. */
public enum Purpose {
  /** Initial values of LoRA's down projections; the row is the index of the tensor. */
  LORA_INITIALIZATION(1),
  /** Order of the images in an epoch; the step is the epoch. */
  SHUFFLE(2),
  /** Noise of the VAE's posterior. */
  POSTERIOR(3),
  /** Noise that the UNet learns to find. */
  NOISE(4),
  TIMESTEP(5),
  CROP(6),
  FLIP(7),
  /** Noise that an image of the class starts from; the step is the image's number. */
  CLASS_IMAGE(8),
  /**
   * What the adapters do not see; the row is the index of the adapter, from 2²⁰ on for the first
   * text encoder, from 2²¹ on for the second.
   */
  DROPOUT(9),
  /** Which rows lose their caption. */
  CAPTION_DROPOUT(10),
  /** Order of an epoch's batches where images are in buckets; the step is the epoch. */
  BUCKET(11),
  /** What the noise of a whole channel is shifted by, as many numbers as channels. */
  NOISE_OFFSET(12),
  /** Noise that an image to be looked at starts from; the step is the image's number. */
  SAMPLE(13);

  private final int id;

  Purpose(int id) {
    this.id = id;
  }

  /** Part of every stream's key, so it never changes: another number is another run. */
  int id() {
    return id;
  }
}
