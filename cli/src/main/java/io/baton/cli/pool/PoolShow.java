package io.baton.cli.pool;

import io.baton.cli.ApiCommand;
import io.baton.cli.Surroundings;
import io.baton.cli.policy.PolicyWords;
import io.baton.cli.terminal.Text;
import io.baton.cli.terminal.Words;
import io.baton.protocol.client.PoolsClient;
import io.baton.protocol.pool.PoolDemand;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.PoolOverview;
import io.baton.protocol.pool.ScalingDecisionPage;
import io.baton.protocol.pool.StoredPoolPolicy;
import io.baton.protocol.pool.StoredScalingDecision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code baton pool show}. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Shows a pool: its demand, its policy and the last decisions.")
final class PoolShow extends ApiCommand {
  private static final int LAST_DECISIONS = 5;

  @Mixin private PoolArgument pool;

  PoolShow(Surroundings surroundings) {
    super(surroundings);
  }

  /** What {@code --json} prints. */
  record PoolView(
      PoolOverview pool,
      PoolDemand demand,
      StoredPoolPolicy policy,
      List<StoredScalingDecision> decisions) {}

  @Override
  public Integer call() {
    PoolsClient client = api().pools();
    PoolName name = pool.in(client);
    ScalingDecisionPage decisions = client.decisions(name, Optional.empty(), LAST_DECISIONS);
    PoolView view =
        new PoolView(
            client.pool(name), client.demand(name), client.policy(name), decisions.decisions());
    return answer(view, () -> List.of(view.demand().claimable()), () -> print(view));
  }

  private static List<String> provider(PoolOverview pool) {
    List<String> sentences = new ArrayList<>();
    pool.provider()
        .ifPresent(
            report ->
                sentences.add(
                    "Provider %s was asked for %s, runs %d, and ends %d%s."
                        .formatted(
                            report.provider(),
                            Words.count(report.requested(), "node"),
                            report.running(),
                            report.stopping(),
                            report.problem().map(why -> "; its trouble: " + why).orElse(""))));
    pool.costPerHour()
        .ifPresent(cost -> sentences.add("It costs " + Words.money(cost) + " an hour now."));
    sentences.add(
        pool.scaler()
            .map(scaler -> "Autoscaler " + scaler.holder() + " acts on it.")
            .orElse("No autoscaler acts on it now: nodes neither come nor go."));
    return sentences;
  }

  private void print(PoolView view) {
    console.line("@|bold Pool " + view.pool().name() + "|@");
    provider(view.pool()).forEach(sentence -> console.line("  " + Text.literal(sentence)));
    DemandText.of(view.demand()).print(console);
    console.emptyLine();
    console.line("  @|bold Policy|@, " + PolicyWords.version(view.policy()));
    PolicyWords.summary(view.policy().policy())
        .forEach(sentence -> console.line("    " + Text.literal(sentence)));
    if (!view.decisions().isEmpty()) {
      console.emptyLine();
      console.line("  @|bold Last decisions|@");
      PoolDecisions.table(view.decisions()).print(console, "    ");
    }
    console.emptyLine();
    console.plain("  baton policy explain " + view.pool().name());
    console.plain("  baton pool decisions " + view.pool().name());
    console.plain("  baton nodes --pool " + view.pool().name());
  }
}
