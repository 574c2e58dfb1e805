package io.baton.sdxl.verify;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A part of a recording: the tensors whose names begin with its name and a slash. */
enum Section {
  TEXT_ENCODER("input_ids", "penultimate"),
  TEXT_ENCODER_2("input_ids", "penultimate", "text_embeds"),
  VAE("pixels", "mean", "logvar", "decoded"),
  UNET("latents", "timesteps", "encoder_hidden_states", "text_embeds", "time_ids", "sample"),
  /** Named by micro-step and by LoRA tensor: see {@link TrainingReplay}. */
  TRAIN();

  private final List<String> names;

  Section(String... names) {
    this.names = List.of(names);
  }

  /** As it is written in tensors' names; for a model's part also the name of its folder. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The full name of one of its tensors. */
  String tensor(String name) {
    return label() + "/" + name;
  }

  /** The full names of the tensors that it must have, and no others are compared. */
  List<String> tensors() {
    return names.stream().map(this::tensor).toList();
  }

  static String labels() {
    return Stream.of(values()).map(Section::label).collect(Collectors.joining(", "));
  }
}
