package io.baton.autoscaler.local;

import io.baton.autoscaler.pool.Instance;
import io.baton.autoscaler.pool.InstanceId;
import io.baton.autoscaler.pool.InstanceState;
import io.baton.autoscaler.pool.PoolProvider;
import io.baton.autoscaler.pool.ProviderException;
import io.baton.autoscaler.pool.ProviderView;
import io.baton.protocol.node.NodeId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Runs nodes as processes of this machine, each the leader of a session and process group of its
 * own, so that a signal to a terminal or to another node never reaches it, and so that one signal
 * to the group takes the node with everything it started.
 *
 * <p>A node that ends by itself is started anew under another id, with a delay that grows while
 * nodes end at once.
 *
 * <p>Nodes outlive an autoscaler that crashed: its successor on the same directory adopts those
 * that still run.
 */
public final class LocalPool implements PoolProvider {
  private static final Logger LOG = Logger.getLogger(LocalPool.class);

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
  private final Clock clock;
  private final StartBackoff backoff = new StartBackoff();
  private final Map<NodeId, Running> nodes = new LinkedHashMap<>();
  private int requested;

  /**
   * A node's process.
   *
   * @param killAt when its grace ends; absent while it is not told to stop
   */
  private record Running(ProcessIdentity process, Instant startedAt, Optional<Instant> killAt) {}

  public LocalPool(LocalPoolSettings settings, Clock clock) {
    this.settings = settings;
    this.directory = new LocalDirectory(settings.directory());
    this.clock = clock;
    adopt();
  }

  private void adopt() {
    for (NodeId node : directory.recordedNodes()) {
      Optional<ProcessIdentity> process =
          directory.recordedProcess(node).filter(ProcessIdentity::isAlive);
      if (process.isPresent()) {
        LOG.infof("adopts node %s, process %d", node, process.get().id());
        nodes.put(node, new Running(process.get(), clock.instant(), Optional.empty()));
      } else {
        cleanUp(node);
      }
    }
    requested = nodes.size();
  }

  @Override
  public String name() {
    return "local";
  }

  @Override
  public ProviderView look() {
    endThoseThatEnded();
    startMissing();
    return new ProviderView(
        requested,
        nodes.entrySet().stream().map(node -> instance(node.getKey(), node.getValue())).toList());
  }

  private void endThoseThatEnded() {
    Instant now = clock.instant();
    for (NodeId node : List.copyOf(nodes.keySet())) {
      Running running = nodes.get(node);
      if (!running.process().isAlive()) {
        ended(node, running, now);
      } else if (running.killAt().filter(at -> !now.isBefore(at)).isPresent()) {
        LOG.warnf("node %s did not drain within %s: killed", node, settings.grace());
        ProcessGroup.kill(running.process());
      }
    }
  }

  private static Instance instance(NodeId node, Running running) {
    return new Instance(
        new InstanceId(node.value()),
        Optional.of(node),
        running.killAt().isPresent() ? InstanceState.STOPPING : InstanceState.RUNNING,
        running.startedAt(),
        Optional.empty(),
        OptionalLong.of(running.process().id()));
  }

  private void ended(NodeId node, Running running, Instant now) {
    if (running.killAt().isEmpty()) {
      LOG.warnf("node %s ended by itself; its log is %s", node, directory.log(node));
      backoff.ended(running.startedAt(), now);
    } else {
      LOG.infof("node %s stopped", node);
    }
    nodes.remove(node);
    cleanUp(node);
  }

  /** Whatever a dead node left running, and its files. */
  private void cleanUp(NodeId node) {
    MarkedProcesses.kill(MARK, directory.processFile(node).toString());
    directory.forget(node);
  }

  @Override
  public void grow(int more) {
    requested += more;
    startMissing();
  }

  @Override
  public void withdraw(int replicas) {
    requested -= Math.min(replicas, requested - running());
  }

  private void startMissing() {
    while (running() < requested && backoff.mayStart(clock.instant())) {
      startOne();
    }
  }

  private int running() {
    return (int) nodes.values().stream().filter(node -> node.killAt().isEmpty()).count();
  }

  private void startOne() {
    NodeId node = new NodeId(settings.pool() + "-" + directory.takeNumber());
    Path log = directory.log(node);
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
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      long id = builder.start().pid();
      // A process that has ended already is noticed, and its start delayed, at the next look.
      ProcessIdentity process =
          ProcessIdentity.of(id).orElse(new ProcessIdentity(id, -1, ProcessIdentity.currentBoot()));
      nodes.put(node, new Running(process, clock.instant(), Optional.empty()));
      LOG.infof("starts node %s, process %d, log %s", node, id, log);
    } catch (IOException e) {
      directory.forget(node);
      throw new ProviderException(
          "A node cannot be started (is 'setsid' of package util-linux there?): " + e.getMessage(),
          e);
    }
  }

  @Override
  public void remove(Collection<InstanceId> instances) {
    instances.forEach(instance -> requested -= stop(instance) ? 1 : 0);
  }

  @Override
  public void replace(InstanceId instance) {
    if (stop(instance)) {
      startMissing();
    }
  }

  /** Whether it ran and was not told before. */
  private boolean stop(InstanceId instance) {
    NodeId node = new NodeId(instance.value());
    Running running = nodes.get(node);
    if (running == null || running.killAt().isPresent()) {
      return false;
    }
    LOG.infof("node %s: drain and stop", node);
    Instant killAt = clock.instant().plus(settings.grace());
    nodes.put(node, new Running(running.process(), running.startedAt(), Optional.of(killAt)));
    terminate(running.process());
    return true;
  }

  /** Only the agent: how its trainer ends is the agent's business. */
  private static void terminate(ProcessIdentity process) {
    if (process.isAlive()) {
      ProcessHandle.of(process.id()).ifPresent(ProcessHandle::destroy);
    }
  }

  /** Stops every node, returns when none is left, and lets go of the directory. */
  @Override
  public void close() {
    requested = 0;
    nodes.keySet().stream().map(node -> new InstanceId(node.value())).toList().forEach(this::stop);
    boolean interrupted = false;
    while (!look().instances().isEmpty()) {
      try {
        TimeUnit.MILLISECONDS.sleep(50);
      } catch (InterruptedException e) {
        interrupted = true;
        nodes.values().forEach(running -> ProcessGroup.kill(running.process()));
      }
    }
    directory.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** As a crash would leave it: the nodes run on, and a successor may have the directory. */
  void abandon() {
    directory.close();
  }
}
