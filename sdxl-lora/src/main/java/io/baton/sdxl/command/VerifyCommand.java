package io.baton.sdxl.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.sample.LoraInUse;
import io.baton.sdxl.torch.DeviceChoice;
import io.baton.sdxl.verify.SectionResult;
import io.baton.sdxl.verify.Verification;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sdxl-lora verify}. */
@Command(
    name = "verify",
    description = {
      "Holds this engine against a recording of diffusers: computes each section that the recording"
          + " has again and prints the largest errors, a line a section.",
      "Errors are relative to the largest absolute value of the recorded tensor; those of the"
          + " finished LoRA are L2 norms, relative to what training moved the tensor."
    },
    sortOptions = false,
    usageHelpAutoWidth = true,
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes%n",
    exitCodeList = {
      "0:every section is within its tolerance",
      "1:a section is past its tolerance",
      "64:the command line asks for what cannot be",
      "65:the recording is damaged or of another model",
      "66:a file or directory is not there"
    })
public final class VerifyCommand implements Callable<Integer> {

  private static final int DIFFERENT = 1;

  @Spec private CommandSpec command;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      required = true,
      description = "The model that was recorded, in diffusers' layout.")
  private Path model;

  @Option(
      names = "--recording",
      paramLabel = "FILE",
      required = true,
      description = "What src/test/python/record.py wrote (safetensors).")
  private Path recording;

  @Option(
      names = "--lora",
      paramLabel = "FILE",
      description = "The LoRA that the recorded model had (record.py --lora), in any format.")
  private Path lora;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "auto",
      description = "auto, cpu, cuda or cuda:N. Default: ${DEFAULT-VALUE}.")
  private String device;

  @Option(names = "--json", description = "Print one JSON object instead.")
  private boolean json;

  @Override
  public Integer call() {
    List<SectionResult> results = new ArrayList<>();
    PrintWriter out = command.commandLine().getOut();
    Verification verification =
        new Verification(
            ModelDirectory.open(model, Optional.empty()),
            recording,
            device(),
            Optional.ofNullable(lora).map(path -> LoraInUse.read(path, 1)));
    SortedSet<String> unknown =
        verification.run(
            result -> {
              results.add(result);
              if (!json) {
                out.println(line(result));
                out.flush();
              }
            });
    boolean passed = results.stream().allMatch(SectionResult::passed);
    if (json) {
      out.println(object(results, passed));
    }
    if (!unknown.isEmpty()) {
      command
          .commandLine()
          .getErr()
          .printf(
              "sdxl-lora: %d of the recording's tensors belong to no section and were not compared, such as %s%n",
              unknown.size(), unknown.first());
    }
    return passed ? 0 : DIFFERENT;
  }

  private DeviceChoice device() {
    return DeviceChoice.of(device)
        .orElseThrow(
            () ->
                new ParameterException(
                    command.commandLine(),
                    "--device %s is not known: use %s.".formatted(device, DeviceChoice.FORMS)));
  }

  private static String line(SectionResult result) {
    return String.format(
        Locale.ROOT,
        "%-16s %-6s absolute %.2e  relative %.2e  allowed %.0e  worst: %s",
        result.section(),
        result.passed() ? "ok" : "FAILED",
        result.absoluteError(),
        result.relativeError(),
        result.tolerance(),
        result.tensor());
  }

  private static String object(List<SectionResult> results, boolean passed) {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode().put("passed", passed);
    for (SectionResult result : results) {
      root.withArray("sections")
          .addObject()
          .put("section", result.section())
          .put("passed", result.passed())
          .put("absoluteError", result.absoluteError())
          .put("relativeError", result.relativeError())
          .put("tolerance", result.tolerance())
          .put("worstTensor", result.tensor());
    }
    try {
      return mapper.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("numbers and names are always JSON", e);
    }
  }
}
