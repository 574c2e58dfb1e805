package io.baton.cli.demo;

import io.baton.cli.CommandFailedException;
import io.baton.cli.job.JobDisplay;
import io.baton.cli.job.JobFollower;
import io.baton.cli.terminal.Console;
import io.baton.cli.terminal.Words;
import io.baton.protocol.event.JobEvent;
import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.work.Phase;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Follows a job and kills the node that holds it at the planned steps. */
final class NodeKiller implements JobFollower.Observer {
  private final Console console;
  private final JobDisplay display;
  private final Instances instances;
  private final DemoPlan plan;
  private final List<Kill> kills = new ArrayList<>();

  NodeKiller(Console console, JobDisplay display, Instances instances, DemoPlan plan) {
    this.console = console;
    this.display = display;
    this.instances = instances;
    this.plan = plan;
  }

  List<Kill> kills() {
    return List.copyOf(kills);
  }

  @Override
  public void seen(Job job) {
    display.seen(job);
    if (kills.size() < plan.killAt().size()) {
      int planned = plan.killAt().get(kills.size());
      if (isDue(job, planned, plan.checkpointEvery())) {
        kill(job, planned);
      }
    }
  }

  /**
   * Whether a job has done the step, is between two checkpoints and has committed the one before: a
   * kill then costs steps, and the least that can be lost is known.
   */
  static boolean isDue(Job job, int planned, int checkpointEvery) {
    int step = job.progress().step();
    int lastCheckpoint = step - step % checkpointEvery;
    return job.status() == JobStatus.RUNNING
        && job.progress().phase().equals(Optional.of(Phase.TRAINING))
        && job.node().isPresent()
        && step >= planned
        && step > lastCheckpoint
        && (job.lastCheckpointStep().orElse(0) == lastCheckpoint
            || step >= planned + checkpointEvery / 2);
  }

  private void kill(Job job, int planned) {
    NodeId node = job.node().orElseThrow();
    Attempt attempt = job.attempt().orElseThrow();
    if (kills.stream().anyMatch(k -> k.attempt().equals(attempt))) {
      // Its lease has not lapsed yet.
      return;
    }
    long group = instances.processGroupOf(node);
    sendSigkill(group);
    Kill kill = new Kill(planned, job.progress().step(), attempt, node, group, Instant.now());
    kills.add(kill);
    console.line(
        "  @|faint %s|@  @|bold,red ✂ kill -9 -- -%d|@: node %s dies at step %d with everything it started"
            .formatted(Words.time(kill.at()), group, node, kill.seenStep()));
  }

  private static void sendSigkill(long group) {
    try {
      int status =
          new ProcessBuilder("sh", "-c", "kill -s KILL -- \"-$0\"", Long.toString(group))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor();
      if (status != 0) {
        throw new CommandFailedException(
            "The node's process group " + group + " could not be killed: it is gone already.");
      }
    } catch (IOException e) {
      throw new CommandFailedException("The shell 'sh' cannot be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("The demonstration was interrupted.", e);
    }
  }

  @Override
  public void happened(JobEvent event) {
    display.happened(event);
  }

  @Override
  public void waiting(String why) {
    display.waiting(why);
  }
}
