package io.baton.cli.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.baton.cli.ApiCommand;
import io.baton.cli.Surroundings;
import io.baton.cli.document.Difference;
import io.baton.cli.pool.PoolArgument;
import io.baton.cli.terminal.Text;
import io.baton.cli.terminal.Words;
import io.baton.protocol.client.Json;
import io.baton.protocol.client.PoolsClient;
import io.baton.protocol.client.RefusedException;
import io.baton.protocol.pool.PolicySimulation;
import io.baton.protocol.pool.PolicySimulationRequest;
import io.baton.protocol.pool.PoolDemand;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.PoolPolicy;
import io.baton.protocol.pool.ScalingDecision;
import io.baton.protocol.pool.StoredPoolPolicy;
import io.baton.protocol.pool.StoredScalingDecision;
import io.baton.protocol.problem.ErrorCode;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code baton policy explain}. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    description = {
      "Says what a pool's policy means, and what the autoscaler decides under it now.",
      "With --file or options such as --max-replicas 20: what another policy would do. Nothing is changed."
    })
final class PolicyExplain extends ApiCommand {
  @Mixin private PoolArgument pool;
  @Mixin private ProposedPolicy proposed;

  @Option(
      names = "--simulate",
      description = "Replay the recent past under both policies: node hours, cost, waiting.")
  private boolean simulate;

  @Option(
      names = "--hours",
      paramLabel = "N",
      defaultValue = "24",
      description = "How far back to begin, 1 to 168; default ${DEFAULT-VALUE}.")
  private int hours;

  @Spec private CommandSpec spec;

  private PolicyExplain(Surroundings surroundings) {
    super(surroundings);
  }

  static CommandLine commandLine(Surroundings surroundings) {
    CommandLine command = new CommandLine(new PolicyExplain(surroundings));
    PolicyFlags.addTo(command.getCommandSpec());
    return command;
  }

  /**
   * What {@code --json} prints.
   *
   * @param unanswered why no autoscaler said what it decides; absent: one did
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Explained(
      PoolName pool,
      List<Difference> differences,
      List<String> rules,
      PoolDemand demand,
      Optional<ScalingDecision> now,
      Optional<PolicySimulation> simulation,
      Optional<String> unanswered,
      Optional<StoredScalingDecision> last) {}

  @Override
  public Integer call() {
    Optional<ObjectNode> given = proposed.given(spec, surroundings);
    PoolsClient client = api().pools();
    PoolName name = pool.in(client);
    StoredPoolPolicy stored = client.policy(name);
    ObjectNode present = Json.mapper().valueToTree(stored.policy());
    PoolPolicy policy = given.map(fields -> proposed.over(present, fields)).orElse(stored.policy());
    Explained explained =
        explained(
            client, stored, policy, Difference.between(present, Json.mapper().valueToTree(policy)));
    return answer(explained, explained::rules, () -> print(explained, stored));
  }

  private Explained explained(
      PoolsClient client, StoredPoolPolicy stored, PoolPolicy policy, List<Difference> changed) {
    PoolName name = stored.pool();
    Optional<ScalingDecision> now = Optional.empty();
    Optional<PolicySimulation> simulation = Optional.empty();
    Optional<String> unanswered = Optional.empty();
    try {
      // The autoscaler's own settings are the policy that nobody set: it tells by its decisions.
      if (stored.isSet() || !changed.isEmpty()) {
        now = Optional.of(client.explain(name, policy));
      }
      if (simulate) {
        simulation = Optional.of(client.simulate(name, new PolicySimulationRequest(policy, hours)));
      }
    } catch (RefusedException refused) {
      if (simulate || refused.problem().code() != ErrorCode.AUTOSCALER_UNAVAILABLE) {
        throw refused;
      }
      unanswered = Optional.of(refused.problem().detail());
    }
    return new Explained(
        name,
        changed,
        PolicyWords.all(policy),
        client.demand(name),
        now,
        simulation,
        unanswered,
        client.decisions(name, Optional.empty(), 1).decisions().stream().findFirst());
  }

  private void print(Explained explained, StoredPoolPolicy stored) {
    console.line(
        "@|bold Pool "
            + explained.pool()
            + "|@, "
            + Text.literal(
                explained.differences().isEmpty()
                    ? PolicyWords.version(stored)
                    : "with a change that is not saved:"));
    explained.differences().forEach(each -> console.plain("  " + each.text()));
    if (!explained.differences().isEmpty()) {
      console.emptyLine();
    }
    explained.rules().forEach(this::wrapped);
    console.emptyLine();
    wrapped(demand(explained.demand()));
    decided(explained);
    explained
        .simulation()
        .ifPresent(
            simulation -> {
              console.emptyLine();
              SimulationTable.of(simulation).print(console, "  ");
              console.emptyLine();
              simulation.notes().forEach(this::wrapped);
            });
  }

  private static String demand(PoolDemand demand) {
    int atHand = demand.nodes().busy() + demand.nodes().idle();
    return "Now "
        + Words.count(demand.claimable(), "job")
        + (demand.claimable() == 1 ? " waits and " : " wait and ")
        + demand.running()
        + (demand.running() == 1 ? " runs" : " run")
        + (atHand == 1 ? ", and there is " : ", and there are ")
        + Words.count(atHand, "node")
        + " at work or idle.";
  }

  private void decided(Explained explained) {
    explained
        .now()
        .ifPresent(
            decision ->
                wrapped(
                    "The autoscaler would decide now: "
                        + decision.text()
                        + " ("
                        + Words.count(decision.replicasBefore(), "replica")
                        + " now, "
                        + decision.replicasAfter()
                        + " then)"));
    explained.unanswered().ifPresent(why -> wrapped(why + " What it decided before:"));
    if (explained.now().isEmpty()) {
      wrapped(
          explained
              .last()
              .map(
                  last ->
                      "Last decision, "
                          + Words.dateAndTime(last.lastAt())
                          + ": "
                          + last.decision().text())
              .orElse("No autoscaler has recorded a decision about it yet."));
    }
  }

  private void wrapped(String sentence) {
    int width = Math.max(40, Math.min(100, console.columns()) - 4);
    Text.wrapped(sentence, width)
        .forEach(line -> console.plain((line.first() ? "  - " : "    ") + line.text()));
  }
}
