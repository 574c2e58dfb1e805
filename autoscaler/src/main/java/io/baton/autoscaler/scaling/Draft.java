package io.baton.autoscaler.scaling;

import io.baton.autoscaler.pool.InstanceId;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.ScalingAction;
import io.baton.protocol.pool.ScalingReason;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A plan in the making. */
final class Draft {
  private final Situation situation;
  private final int needed;
  private final int desired;
  private final List<NodeId> undrain = new ArrayList<>();
  private final List<NodeId> drain = new ArrayList<>();
  private final List<InstanceId> remove = new ArrayList<>();
  private int grow;
  private int withdraw;
  private final List<NodeId> gone = new ArrayList<>();
  private final Map<Going.Way, Integer> ways = new EnumMap<>(Going.Way.class);

  Draft(Situation situation, int needed, int desired) {
    this.situation = situation;
    this.needed = needed;
    this.desired = desired;
  }

  void undrain(Member member) {
    undrain.add(member.node().id());
  }

  void grow(int replicas) {
    grow += replicas;
  }

  void withdraw(int replicas) {
    withdraw += replicas;
  }

  void go(Going going) {
    switch (going.way()) {
      case UNKNOWN, BARRED -> remove.add(going.instance());
      case IDLE, BUSY -> drain.add(going.node().orElseThrow());
    }
    going.node().ifPresent(gone::add);
    ways.merge(going.way(), 1, Integer::sum);
  }

  boolean changes() {
    return net() != 0 || !undrain.isEmpty() || !drain.isEmpty();
  }

  private int net() {
    return undrain.size() + grow - withdraw - drain.size() - remove.size();
  }

  /**
   * What was drafted.
   *
   * @param because the rule that had the last word, in words; empty: the jobs say it all
   */
  Plan plan(ScalingReason reason, String because) {
    String demand = Wording.demand(situation.demand(), needed);
    String rule = because.isEmpty() ? demand : demand + "; " + because;
    return plan(action(), reason, rule + ": " + acts() + ".");
  }

  /** Nothing changes, for the provider said so. */
  Plan failed(String sentence) {
    return plan(ScalingAction.HOLD, ScalingReason.PROVIDER_FAILED, Wording.shortened(sentence));
  }

  private Plan plan(ScalingAction action, ScalingReason reason, String text) {
    return new Plan(
        action,
        reason,
        text,
        desired,
        situation.replicas().meant(),
        undrain,
        grow,
        withdraw,
        drain,
        remove,
        gone);
  }

  private ScalingAction action() {
    if (!changes()) {
      return ScalingAction.HOLD;
    }
    return net() > 0 ? ScalingAction.SCALE_UP : ScalingAction.SCALE_DOWN;
  }

  private String acts() {
    List<String> acts = new ArrayList<>();
    if (!undrain.isEmpty()) {
      acts.add(
          "keeps "
              + Wording.nodes(undrain.size())
              + " that "
              + Wording.were(undrain.size())
              + " to go");
    }
    if (grow > 0) {
      acts.add("asks for " + grow + " more");
    }
    if (withdraw > 0) {
      acts.add("takes back " + withdraw + " that did not start");
    }
    ways.forEach((way, count) -> acts.add(Wording.goes(way, count)));
    return acts.isEmpty() ? "nothing changes" : String.join(" and ", acts);
  }
}
