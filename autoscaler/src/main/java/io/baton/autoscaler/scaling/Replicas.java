package io.baton.autoscaler.scaling;

import io.baton.autoscaler.pool.Instance;
import io.baton.autoscaler.pool.InstanceState;
import io.baton.autoscaler.pool.ProviderView;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.DrainedBy;
import io.baton.protocol.pool.PoolNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The replicas of a pool by what they are good for. Each is in one group; instances that are ending
 * are in none.
 */
final class Replicas {
  /** Asked for, without an instance that runs. */
  private final int unstarted;

  private final List<Instance> starting = new ArrayList<>();
  private final List<Instance> neverCame = new ArrayList<>();
  private final List<Member> busy = new ArrayList<>();
  private final List<Member> idle = new ArrayList<>();
  private final List<Member> useless = new ArrayList<>();
  private final List<Member> quiet = new ArrayList<>();
  private final List<Member> silent = new ArrayList<>();
  private final List<Member> barred = new ArrayList<>();
  private final List<Member> leaving = new ArrayList<>();
  private final List<Member> returned = new ArrayList<>();

  private final Duration provision;
  private final Instant now;

  /**
   * Sorts them.
   *
   * @param provision how long a replica may take until its node asks for work, and a silent node to
   *     be heard of again
   */
  Replicas(ProviderView view, List<PoolNode> nodes, Duration provision, Instant now) {
    this.provision = provision;
    this.now = now;
    Map<NodeId, PoolNode> byId = new HashMap<>(nodes.size() * 2);
    nodes.forEach(node -> byId.put(node.id(), node));
    int running = 0;
    for (Instance instance : view.instances()) {
      if (instance.state() == InstanceState.RUNNING) {
        running++;
        Optional<PoolNode> node = instance.node().map(byId::get);
        if (node.isPresent()) {
          sort(new Member(instance, node.get()));
        } else {
          sortUnknown(instance);
        }
      }
    }
    this.unstarted = Math.max(0, view.requested() - running);
  }

  private void sortUnknown(Instance instance) {
    boolean late = !instance.since().plus(provision).isAfter(now);
    // Without a node's id the provider cannot name it, and nobody can tell whether it works.
    (late && instance.node().isPresent() ? neverCame : starting).add(instance);
  }

  private void sort(Member member) {
    PoolNode node = member.node();
    boolean quarantined = member.isQuarantined(now);
    if (member.drainedBy(DrainedBy.AUTOSCALER) && !member.startedAfterItWasDrained()) {
      leaving.add(member);
    } else if (quarantined || member.drainedBy(DrainedBy.OPERATOR)) {
      barred.add(member);
    } else if (node.draining().isPresent()) {
      returned.add(member);
    } else if (member.isBusy()) {
      busy.add(member);
    } else if (node.online()) {
      (node.useful() ? idle : useless).add(member);
    } else if (member.instance().since().isAfter(node.lastSeenAt())) {
      sortUnknown(member.instance());
    } else {
      (node.lastSeenAt().plus(provision).isAfter(now) ? quiet : silent).add(member);
    }
  }

  /** Asked for, without an instance that runs. */
  int unstarted() {
    return unstarted;
  }

  /** Run, and their nodes did not ask for work yet. */
  List<Instance> starting() {
    return starting;
  }

  /** Run for longer than a start takes, and their nodes never asked for work. */
  List<Instance> neverCame() {
    return neverCame;
  }

  /** Hold a job. */
  List<Member> busy() {
    return busy;
  }

  /** Ask for work, and could take some of what waits. */
  List<Member> idle() {
    return idle;
  }

  /** Ask for work, and could take none of what waits. */
  List<Member> useless() {
    return useless;
  }

  /** Hold nothing, and were not heard of for a while: they may come back. */
  List<Member> quiet() {
    return quiet;
  }

  /** Hold nothing, and were not heard of for longer than a start takes. */
  List<Member> silent() {
    return silent;
  }

  /** Get no work because they are quarantined or an operator drains them; some hold a job yet. */
  List<Member> barred() {
    return barred;
  }

  /** Were told to go; some hold a job yet. */
  List<Member> leaving() {
    return leaving;
  }

  /** Were told to go in an earlier life, and were started anew since. */
  List<Member> returned() {
    return returned;
  }

  /** Asked for, and their nodes did not ask for work yet. */
  int missing() {
    return unstarted + starting.size() + neverCame.size();
  }

  /** All that are not to go. */
  int staying() {
    return missing()
        + busy.size()
        + idle.size()
        + useless.size()
        + quiet.size()
        + silent.size()
        + barred.size()
        + returned.size();
  }

  /** All that were meant to stay by what was decided so far. */
  int meant() {
    return staying() - returned.size();
  }

  /** Those that can work off what waits, now or soon. */
  int capacity() {
    return missing() + busy.size() + idle.size() + quiet.size() + returned.size();
  }

  /** All that hold a job, whether they are to go or not. */
  int holdingJobs() {
    long going = Stream.of(barred, leaving).flatMap(List::stream).filter(Member::isBusy).count();
    return busy.size() + (int) going;
  }
}
