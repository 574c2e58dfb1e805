package io.baton.sdxl.command;

import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.inspect.Inspector;
import io.baton.sdxl.inspect.Report;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what a file or directory holds, and what is wrong with it. */
@Command(
    name = "inspect",
    description =
        "Say what a LoRA, a checkpoint, an output directory, a model or any safetensors file holds,"
            + " and what is wrong with it. All values are read; pickle files never are. Exits with"
            + " 65 when something is wrong.",
    mixinStandardHelpOptions = true)
public final class InspectCommand implements Callable<Integer> {

  @Spec private CommandSpec command;

  @Parameters(paramLabel = "FILE|DIR", description = "What to look at.")
  private Path path;

  @Option(
      names = "--variant",
      paramLabel = "NAME",
      description =
          "Variant of a model's weight files to look at, such as fp16 (default: the files without"
              + " one).")
  private String variant;

  @Option(names = "--json", description = "Print one JSON object instead of lines.")
  private boolean json;

  @Override
  public Integer call() {
    Report report = Inspector.inspect(path, Optional.ofNullable(variant));
    PrintWriter out = command.commandLine().getOut();
    out.print(json ? report.toJson() + System.lineSeparator() : report.toText());
    out.flush();
    return report.problems().isEmpty() ? 0 : FailureCode.BAD_INPUT.exitCode();
  }
}
