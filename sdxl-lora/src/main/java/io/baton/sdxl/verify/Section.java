package io.baton.sdxl.verify;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A part of a recording: the tensors whose names begin with its name and a slash. */
enum Section {
  TEXT_ENCODER,
  TEXT_ENCODER_2,
  VAE,
  UNET,
  TRAIN;

  /** As it is written in tensors' names; for a model's part also the name of its folder. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The full name of one of its tensors. */
  String tensor(String name) {
    return label() + "/" + name;
  }

  /** The full names of the tensors that it must have, where they are the same in each recording. */
  List<String> tensors() {
    return names().map(this::tensor).toList();
  }

  private Stream<String> names() {
    return switch (this) {
      case TEXT_ENCODER -> Stream.of("input_ids", "penultimate");
      case TEXT_ENCODER_2 -> Stream.of("input_ids", "penultimate", "text_embeds");
      case VAE -> Stream.of("pixels", "mean", "logvar", "decoded");
      case UNET ->
          Stream.of(
              "latents", "timesteps", "encoder_hidden_states", "text_embeds", "time_ids", "sample");
      // Named by micro-step and by LoRA tensor: see TrainingReplay.
      case TRAIN -> Stream.empty();
    };
  }

  static String labels() {
    return Stream.of(values()).map(Section::label).collect(Collectors.joining(", "));
  }
}
