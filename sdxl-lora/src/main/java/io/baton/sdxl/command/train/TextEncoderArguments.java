package io.baton.sdxl.command.train;

import io.baton.sdxl.training.options.TextEncoderOptions;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/** Whether and how the text encoders are trained too. */
final class TextEncoderArguments {

  @Option(
      names = "--train_text_encoder",
      description = "Train a LoRA of both text encoders too; the options below count only with it.")
  boolean trained;

  @Option(
      names = "--text_encoder_lr",
      paramLabel = "RATE",
      description =
          "Their learning rate after the warm-up; 0 is that of the UNet. --scale_lr leaves it as it"
              + " is (default: 5e-6).")
  double learningRate = 5e-6;

  @Option(
      names = "--adam_weight_decay_text_encoder",
      paramLabel = "FRACTION",
      description = "Their weight decay, times the learning rate, a step (default: 1e-3).")
  double weightDecay = 1e-3;

  TextEncoderOptions options() {
    return new TextEncoderOptions(
        trained,
        learningRate == 0 ? OptionalDouble.empty() : OptionalDouble.of(learningRate),
        weightDecay);
  }
}
