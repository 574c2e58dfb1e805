package io.baton.autoscaler.local;

import io.baton.autoscaler.pool.ProviderException;
import io.baton.autoscaler.pool.ProviderFault;
import io.baton.protocol.node.NodeId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts the processes that are nodes, and clears up after them. */
final class NodeLauncher {
  /** Marks every process of a node, whatever became of its group's leader. */
  private static final String MARK = "BATON_PROCESS_FILE";

  /**
   * Writes the process file before anything of the node runs, so no crash of the autoscaler can
   * leave a node that is not recorded. $0 is the file, the rest the node's command.
   */
  private static final String RECORD_THEN_RUN =
      """
      read -r stat < /proc/$$/stat && read -r boot < /proc/sys/kernel/random/boot_id || exit 71
      ticks=$(echo "${stat##*)}" | cut -d' ' -f21)
      echo "$$ $ticks $boot" > "$0.tmp" && mv "$0.tmp" "$0" && exec "$@"
      """;

  private final LocalPoolSettings settings;
  private final LocalDirectory directory;

  NodeLauncher(LocalPoolSettings settings, LocalDirectory directory) {
    this.settings = settings;
    this.directory = directory;
  }

  ProcessIdentity launch(NodeId node) {
    List<String> command =
        new ArrayList<>(
            List.of("setsid", "sh", "-c", RECORD_THEN_RUN, directory.processFile(node).toString()));
    command.addAll(settings.command());
    ProcessBuilder builder = new ProcessBuilder(command);
    // The autoscaler's settings hold an operator's key.
    builder.environment().keySet().removeIf(name -> name.startsWith("BATON_AUTOSCALER_"));
    builder.environment().putAll(settings.environment());
    builder.environment().put("BATON_NODE_ID", node.value());
    builder.environment().put("BATON_POOL", settings.pool().value());
    builder.environment().put("BATON_WORK_DIR", directory.createWorkDirectory(node).toString());
    builder.environment().put(MARK, directory.processFile(node).toString());
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(directory.log(node).toFile()));
    try {
      long id = builder.start().pid();
      // A process that has ended already is noticed, and its start delayed, at the next look.
      return ProcessIdentity.of(id)
          .orElse(new ProcessIdentity(id, -1, ProcessIdentity.currentBoot()));
    } catch (IOException e) {
      directory.forget(node);
      throw new ProviderException(
          ProviderFault.CONFIGURATION,
          "A node cannot be started (is 'setsid' of package util-linux there?): " + e.getMessage(),
          e);
    }
  }

  /** Whatever a dead node left running, and its files. */
  void clearUp(NodeId node) {
    MarkedProcesses.kill(MARK, directory.processFile(node).toString());
    directory.forget(node);
  }
}
