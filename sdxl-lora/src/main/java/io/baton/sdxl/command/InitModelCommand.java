package io.baton.sdxl.command;

import io.baton.sdxl.initmodel.ModelInitializer;
import io.baton.sdxl.initmodel.ModelPreset;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a model with random weights, to try a training run on. */
@Command(
    name = "init-model",
    description = "Write a model with random weights, to try a training run on.",
    mixinStandardHelpOptions = true)
public final class InitModelCommand implements Callable<Integer> {

  @Spec private CommandSpec command;

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      defaultValue = "tiny",
      description =
          "Its size: tiny (12 MB), small (690 MB) or sdxl-base (6.9 GB: SDXL base's names and shapes in"
              + " bf16). Default: ${DEFAULT-VALUE}.")
  private String preset;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "The same seed gives the same bytes. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Parameters(paramLabel = "DIR", description = "The directory to make; it must not be there.")
  private Path directory;

  @Override
  public Integer call() {
    ModelInitializer.write(chosenPreset(), seed, directory);
    command.commandLine().getOut().printf("Wrote the %s model to %s.%n", preset, directory);
    return 0;
  }

  private ModelPreset chosenPreset() {
    return ModelPreset.ofOption(preset)
        .orElseThrow(
            () ->
                new ParameterException(
                    command.commandLine(),
                    "--preset must be tiny, small or sdxl-base, not '%s'.".formatted(preset)));
  }
}
