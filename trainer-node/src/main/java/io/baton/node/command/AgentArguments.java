package io.baton.node.command;

import io.baton.node.metrics.MetricsAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The command line of one GPU's agent: the supervisor's own, but for what each must have alone. */
final class AgentArguments {
  private static final Set<String> OWN =
      Set.of("--gpus", "--gpu", "--work-dir", "--node-id", MetricsArguments.PORT);

  private AgentArguments() {}

  /**
   * Of the agent of a GPU.
   *
   * @param given to the supervisor
   * @param metrics where the agent of GPU 0 would serve its
   * @param nodeId the supervisor's, of which each agent has its own
   */
  static List<String> of(
      ParseResult given,
      int gpu,
      Path workDirectory,
      Optional<String> nodeId,
      Optional<MetricsAddress> metrics) {
    List<String> words = new ArrayList<>();
    for (OptionSpec option : given.matchedOptions()) {
      if (OWN.contains(option.longestName())) {
        continue;
      }
      if (option.arity().max() == 0) {
        words.add(option.longestName());
      }
      for (String value : option.originalStringValues()) {
        if (option.arity().max() > 0) {
          words.add(option.longestName() + "=" + value);
        }
      }
    }
    metrics.ifPresent(address -> words.add(MetricsArguments.PORT + "=" + (address.port() + gpu)));
    words.add("--gpus=");
    words.add("--gpu=" + gpu);
    words.add("--work-dir=" + workDirectory.resolve("gpu-" + gpu));
    words.add("--node-id=" + nodeId.map(id -> id + "-gpu-" + gpu).orElse(""));
    return List.copyOf(words);
  }
}
