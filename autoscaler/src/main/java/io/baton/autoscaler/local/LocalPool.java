package io.baton.autoscaler.local;

import io.baton.autoscaler.pool.Instance;
import io.baton.autoscaler.pool.InstanceId;
import io.baton.autoscaler.pool.InstanceState;
import io.baton.autoscaler.pool.PoolProvider;
import io.baton.autoscaler.pool.ProviderException;
import io.baton.autoscaler.pool.ProviderView;
import io.baton.protocol.node.NodeId;
import java.time.Clock;
import java.time.Instant;
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

  static final String NAME = "local";

  private final LocalPoolSettings settings;
  private final LocalDirectory directory;
  private final NodeLauncher launcher;
  private final Clock clock;
  private final StartBackoff backoff = new StartBackoff();
  private final Map<NodeId, Running> nodes = new LinkedHashMap<>();
  private int requested;
  private Optional<String> shortage = Optional.empty();

  /**
   * A node's process.
   *
   * @param killAt when its grace ends; absent while it is not told to stop
   */
  private record Running(ProcessIdentity process, Instant startedAt, Optional<Instant> killAt) {}

  public LocalPool(LocalPoolSettings settings, Clock clock) {
    this.settings = settings;
    this.directory = new LocalDirectory(settings.directory());
    this.launcher = new NodeLauncher(settings, directory);
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
        launcher.clearUp(node);
      }
    }
    requested = nodes.size();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public ProviderView look() {
    endThoseThatEnded();
    startMissing();
    return new ProviderView(
        requested,
        nodes.entrySet().stream().map(node -> instance(node.getKey(), node.getValue())).toList(),
        shortage);
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
    launcher.clearUp(node);
  }

  @Override
  public void grow(int more) {
    requested += more;
    startMissing();
  }

  @Override
  public void withdraw(int replicas) {
    requested -= Math.min(replicas, Math.max(0, requested - running()));
  }

  private void startMissing() {
    shortage = Optional.empty();
    try {
      while (running() < requested && backoff.mayStart(clock.instant())) {
        startOne();
      }
      if (running() < requested) {
        shortage =
            Optional.of(
                "Nodes end right after their start, so the next is started in a while; why is in "
                    + directory.logs());
      }
    } catch (ProviderException e) {
      // The nodes that run are to be seen nevertheless.
      shortage = Optional.of(e.getMessage());
    }
  }

  private int running() {
    return (int) nodes.values().stream().filter(node -> node.killAt().isEmpty()).count();
  }

  private void startOne() {
    NodeId node = new NodeId(settings.pool() + "-" + directory.takeNumber());
    ProcessIdentity process = launcher.launch(node);
    nodes.put(node, new Running(process, clock.instant(), Optional.empty()));
    LOG.infof("starts node %s, process %d, log %s", node, process.id(), directory.log(node));
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
    return nodes.keySet().stream()
        .filter(node -> node.value().equals(instance.value()))
        .findFirst()
        .filter(this::stop)
        .isPresent();
  }

  private boolean stop(NodeId node) {
    Running running = nodes.get(node);
    if (running.killAt().isPresent()) {
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
    List.copyOf(nodes.keySet()).forEach(this::stop);
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
