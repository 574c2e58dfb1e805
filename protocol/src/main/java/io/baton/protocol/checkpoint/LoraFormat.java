package io.baton.protocol.checkpoint;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which programs a LoRA's file is named for. */
public enum LoraFormat {
  /** Diffusers and what builds on it. */
  @JsonProperty("diffusers")
  DIFFUSERS,
  /** Kohya's scripts and the web interfaces. */
  @JsonProperty("kohya")
  KOHYA,
  /** No LoRA, or one under another name. */
  @JsonProperty("other")
  OTHER;

  private static final String SUFFIX = ".safetensors";

  /** As trainers name their files. */
  public static LoraFormat ofName(String name) {
    if (name.endsWith("_kohya" + SUFFIX)) {
      return KOHYA;
    }
    return name.endsWith("lora_weights" + SUFFIX) ? DIFFUSERS : OTHER;
  }
}
