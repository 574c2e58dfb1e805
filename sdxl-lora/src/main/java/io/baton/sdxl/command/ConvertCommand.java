package io.baton.sdxl.command;

import io.baton.sdxl.lorafile.LoraConverter;
import io.baton.sdxl.lorafile.LoraFormat;
import io.baton.sdxl.lorafile.LoraWeights;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a LoRA in another format. */
@Command(
    name = "convert",
    description =
        "Write a LoRA in another format; what it does to a model stays the same. The format of the"
            + " input is found out.",
    mixinStandardHelpOptions = true)
public final class ConvertCommand implements Callable<Integer> {

  @Spec private CommandSpec command;

  @Parameters(
      index = "0",
      paramLabel = "IN",
      description =
          "A LoRA file of diffusers, peft or kohya, or a directory of peft's adapters (in unet/,"
              + " text_encoder/, text_encoder_2/).")
  private Path input;

  @Parameters(
      index = "1",
      paramLabel = "OUT",
      description = "The file to write, for peft the directory; it must not be there.")
  private Path output;

  @Option(
      names = "--to",
      paramLabel = "FORMAT",
      required = true,
      description =
          "diffusers (one file; alpha goes into the up matrices), kohya (one file, SGM names, alpha"
              + " beside them; for sd-scripts, A1111, ComfyUI) or peft (a directory with an"
              + " adapter a model).")
  private String format;

  @Override
  public Integer call() {
    LoraFormat target =
        LoraFormat.ofOption(format)
            .orElseThrow(
                () ->
                    new ParameterException(
                        command.commandLine(),
                        "--to must be diffusers, kohya or peft, not '%s'.".formatted(format)));
    LoraWeights weights = LoraWeights.read(input);
    LoraConverter.write(weights, target, output);
    command
        .commandLine()
        .getOut()
        .printf(
            "Wrote %d %s of %s (%s) to %s (%s).%n",
            weights.modules().size(),
            weights.modules().size() == 1 ? "module" : "modules",
            input,
            weights.format().optionValue(),
            output,
            target.optionValue());
    return 0;
  }
}
