package io.baton.sdxl.command.train;

import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.torch.DeviceChoice;
import io.baton.sdxl.training.options.ComputeOptions;
import io.baton.sdxl.training.options.MixedPrecision;
import java.util.OptionalLong;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** How it is computed. */
final class ComputeArguments {

  @Option(
      names = "--mixed_precision",
      paramLabel = "NAME",
      description =
          "no (32-bit), bf16 or fp16 (with loss scaling), for the base model; the LoRA is always"
              + " 32-bit (default: no).")
  String mixedPrecision = "no";

  @Option(
      names = "--gradient_checkpointing",
      description = "Compute activations twice to save memory; the LoRA is the same.")
  boolean gradientCheckpointing;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description =
          "cpu, cuda or cuda:N (default: auto, the first CUDA GPU where libtorch can use one,"
              + " else the CPU).")
  String device = "auto";

  @Option(
      names = "--allow_tf32",
      description =
          "Let a GPU round the factors of 32-bit matrix products to 10 bits of fraction, for speed.")
  boolean allowTf32;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      description = "Seed of all random numbers (default: drawn, and kept in the checkpoints).")
  Long seed;

  ComputeOptions options() {
    return new ComputeOptions(
        precision(),
        gradientCheckpointing,
        chosenDevice(),
        allowTf32,
        seed == null ? OptionalLong.empty() : OptionalLong.of(seed));
  }

  private MixedPrecision precision() {
    return Stream.of(MixedPrecision.values())
        .filter(each -> each.optionValue().equals(mixedPrecision))
        .findFirst()
        .orElseThrow(
            () ->
                usage(
                    "--mixed_precision %s is not supported: use no, bf16 or fp16."
                        .formatted(mixedPrecision)));
  }

  private DeviceChoice chosenDevice() {
    return DeviceChoice.of(device)
        .orElseThrow(
            () -> usage("--device %s is not known: use %s.".formatted(device, DeviceChoice.FORMS)));
  }

  private static TrainingFailure usage(String message) {
    return new TrainingFailure(FailureCode.USAGE, message);
  }
}
