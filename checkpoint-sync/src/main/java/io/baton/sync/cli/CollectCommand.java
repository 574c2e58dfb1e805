package io.baton.sync.cli;

import io.baton.sync.retention.RetentionPolicy;
import io.baton.sync.retention.StoreSweep;
import io.baton.sync.retention.SweepOccasion;
import io.baton.sync.retention.SweepPlan;
import io.baton.sync.store.ListableStore;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "gc",
    mixinStandardHelpOptions = true,
    description = {
      "Deletes the stored checkpoints that the policy does not keep, and what broken runs left.",
      "A run may go on meanwhile. The newest checkpoint that has all of its objects always stays."
    })
final class CollectCommand implements Callable<Integer>, JsonCommand {
  @Mixin CommonOptions common = new CommonOptions();
  @Mixin RetentionOptions retention = new RetentionOptions();

  @Option(names = "--dry-run", description = "say what would be deleted, and delete nothing")
  boolean dryRun;

  @Override
  public boolean json() {
    return common.json;
  }

  @Override
  public Integer call() {
    RetentionPolicy policy = retention.policy();
    SweepOccasion occasion = new SweepOccasion.Anytime(retention.orphanAge());
    ListableStore store = common.store.open(System.getenv());
    Output progress = Output.progress(common.json);
    StoreSweep sweep =
        new StoreSweep(
            store,
            common.retry(progress),
            common::deadline,
            remark -> SweepReport.cannotList(progress, remark));
    SweepPlan plan = sweep.plan(policy, occasion, dryRun ? Instant.now() : sweep.storageTime());
    Output output = Output.results(common.json);
    SweepReport report = new SweepReport(output, dryRun);
    plan.damaged().forEach(report::damaged);
    plan.kept().forEach(report::kept);
    plan.retired().forEach(report::retired);
    plan.orphans().forEach(report::orphan);
    plan.unfinished().forEach(report::unfinished);
    if (!dryRun) {
      sweep.carryOut(plan);
    }
    report.end(plan);
    return ExitCode.OK;
  }
}
