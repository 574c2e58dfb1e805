package io.baton.api.dashboard.pool;

import io.baton.protocol.pool.ScalingInputs;
import io.baton.protocol.pool.StoredScalingDecision;
import java.util.ArrayList;
import java.util.List;

/** A decision as the log shows it. */
public record DecisionRow(StoredScalingDecision stored) {
  /** A figure that it was made of. */
  public record Input(String name, String value) {}

  public String action() {
    return stored.decision().action().wireName();
  }

  public String reason() {
    return stored.decision().reason().wireName();
  }

  public String text() {
    return stored.decision().text();
  }

  public boolean changes() {
    return stored.decision().replicasBefore() != stored.decision().replicasAfter();
  }

  /** What it was made of, and whom it was about. */
  public List<Input> inputs() {
    ScalingInputs from = stored.decision().inputs();
    List<Input> inputs = new ArrayList<>();
    inputs.add(new Input("jobs that wait", Integer.toString(from.claimable())));
    inputs.add(new Input("jobs that run", Integer.toString(from.running())));
    inputs.add(new Input("replicas that the jobs want", "" + stored.decision().desired()));
    inputs.add(new Input("limits", from.minReplicas() + " to " + from.maxReplicas()));
    inputs.add(new Input("starting", Integer.toString(from.pending())));
    inputs.add(new Input("busy", Integer.toString(from.busy())));
    inputs.add(new Input("idle", Integer.toString(from.idle())));
    inputs.add(new Input("of no use", Integer.toString(from.useless())));
    inputs.add(new Input("leaving", Integer.toString(from.leaving())));
    inputs.add(new Input("quarantined", Integer.toString(from.quarantined())));
    inputs.add(new Input("policy version", Long.toString(from.policyVersion())));
    from.schedule().ifPresent(name -> inputs.add(new Input("schedule", name)));
    inputs.add(new Input("autoscaler", stored.decision().holder()));
    if (!stored.decision().nodes().isEmpty()) {
      inputs.add(new Input("nodes", listed(stored.decision().nodes())));
    }
    if (!stored.decision().machines().isEmpty()) {
      inputs.add(new Input("machines", listed(stored.decision().machines())));
    }
    return inputs;
  }

  private static String listed(List<?> names) {
    int most = 20;
    String first = String.join(", ", names.stream().limit(most).map(String::valueOf).toList());
    return names.size() <= most ? first : first + " and " + (names.size() - most) + " more";
  }
}
