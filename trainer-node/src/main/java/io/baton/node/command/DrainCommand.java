package io.baton.node.command;

import io.baton.node.clock.NodeClock;
import io.baton.node.config.ConfigException;
import io.baton.node.config.WorkDirectory;
import io.baton.node.notice.DrainRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Has an agent give its job back, and waits until it has: what a preStop hook calls. */
@Command(
    name = "drain",
    mixinStandardHelpOptions = true,
    description = {
      "Has the agent of a work directory give its job back, and waits until it has.",
      "The agent takes no other work until it starts anew or the drain is canceled."
    },
    footer = {
      "",
      "Exit status: 0 the agent holds no job, 75 it still does, 78 it cannot be asked."
    })
final class DrainCommand implements Callable<Integer> {
  private static final int STILL_BUSY = 75;
  private static final Duration LOOK = Duration.ofMillis(100);

  @Option(
      names = "--work-dir",
      paramLabel = "DIR",
      defaultValue = "${env:BATON_WORK_DIR:-${sys:user.home}/.baton/node}",
      description = "The agent's (BATON_WORK_DIR). Default: ~/.baton/node")
  private Path workDirectory;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "Time until the machine is gone. Default: the agent's --drain-seconds, awaited")
  private Integer seconds;

  @Option(names = "--cancel", description = "Take it back: the agent asks for work again.")
  private boolean cancel;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    if (seconds != null && seconds < 1) {
      throw new ConfigException("--seconds must be at least 1.");
    }
    DrainRequest request = new DrainRequest(workDirectory);
    try {
      if (cancel) {
        request.withdraw();
        return 0;
      }
      return drain(request);
    } catch (IOException e) {
      throw new ConfigException(
          "The agent of " + workDirectory + " cannot be asked (" + e + "); set --work-dir.", e);
    }
  }

  private int drain(DrainRequest request) throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    if (!WorkDirectory.isInUse(workDirectory)) {
      out.println("No agent runs in " + workDirectory + "; there is nothing to drain.");
      return 0;
    }
    NodeClock clock = NodeClock.SYSTEM;
    Optional<Duration> time = Optional.ofNullable(seconds).map(Duration::ofSeconds);
    Optional<Long> deadline = time.map(clock::after);
    request.ask(time);
    while (!request.isDone() && WorkDirectory.isInUse(workDirectory)) {
      if (deadline.map(clock::hasReached).orElse(false)) {
        spec.commandLine()
            .getErr()
            .println("trainer-node: the agent still holds a job after " + seconds + " s.");
        return STILL_BUSY;
      }
      clock.pause(LOOK);
    }
    out.println("The agent holds no job.");
    return 0;
  }
}
