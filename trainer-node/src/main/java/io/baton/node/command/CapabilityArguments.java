package io.baton.node.command;

import io.baton.node.config.ConfigException;
import io.baton.protocol.job.NodeRequirements;
import io.baton.protocol.label.Labels;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** Options of what the node is. */
final class CapabilityArguments {
  @Option(
      names = "--label",
      paramLabel = "KEY=VALUE",
      split = ",",
      defaultValue = "${env:BATON_LABELS}",
      description =
          "What jobs may require of the node; may be given several times (BATON_LABELS, with commas)."
              + " Default: none")
  private List<String> labels;

  @Option(
      names = "--allow-commands",
      defaultValue = "${env:BATON_ALLOW_COMMANDS:-false}",
      description =
          "Take jobs that run a command: any program at all, with this agent's rights"
              + " (BATON_ALLOW_COMMANDS=true). Default: no")
  private boolean allowCommands;

  @Option(
      names = "--gpu",
      paramLabel = "INDEX",
      defaultValue = "${env:BATON_GPU}",
      description =
          "The GPU to train on, as nvidia-smi counts (BATON_GPU). Default: the first that is visible,"
              + " or the CPU")
  private String gpu;

  @Option(
      names = "--gpus",
      paramLabel = "INDEXES",
      defaultValue = "${env:BATON_GPUS}",
      description =
          "Runs one agent a GPU: 'all', or numbers with commas (BATON_GPUS). Default: one agent")
  private String gpus;

  /** The GPUs that get an agent each; empty: there is one agent. */
  Optional<String> gpus() {
    return Optional.ofNullable(gpus).map(String::strip).filter(text -> !text.isEmpty());
  }

  Labels labels() {
    Map<String, String> values = new TreeMap<>();
    for (String label : Words.of(labels)) {
      int equals = label.indexOf('=');
      if (equals < 0) {
        throw new ConfigException("--label must be KEY=VALUE, not '" + label + "'.");
      }
      String key = label.substring(0, equals).strip();
      if (key.startsWith("baton.")) {
        throw new ConfigException(
            "--label must not set '" + key + "': keys with baton. are Baton's own.");
      }
      values.put(key, label.substring(equals + 1).strip());
    }
    Labels own = new Labels(values);
    return allowCommands ? own.with(NodeRequirements.COMMANDS_ALLOWED) : own;
  }

  Optional<Integer> gpu() {
    if (gpu == null || gpu.isEmpty()) {
      return Optional.empty();
    }
    if (!gpu.matches("[0-9]{1,4}")) {
      throw new ConfigException("--gpu must be the number of a GPU, such as 0, not '" + gpu + "'.");
    }
    return Optional.of(Integer.valueOf(gpu));
  }
}
