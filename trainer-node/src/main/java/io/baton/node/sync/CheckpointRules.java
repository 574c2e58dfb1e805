package io.baton.node.sync;

import io.baton.protocol.job.CommandOptions;
import io.baton.protocol.job.Workload;
import io.baton.protocol.job.command.CheckpointRule;
import io.baton.sync.local.CompletenessRule;
import java.time.Duration;

/** When a directory that a trainer writes is a checkpoint. */
public final class CheckpointRules {
  private CheckpointRules() {}

  /** Baton's trainer renames; a command does what its job says. */
  public static CompletenessRule of(Workload workload) {
    return workload.either(training -> CompletenessRule.renamed(), CheckpointRules::ofCommand);
  }

  private static CompletenessRule ofCommand(CommandOptions command) {
    CheckpointRule rule = command.checkpoints();
    Duration settle = Duration.ofSeconds(rule.settleSeconds());
    return switch (rule.layout()) {
      case ACCELERATE -> CompletenessRule.accelerate(settle);
      case RENAMED -> CompletenessRule.renamed();
      case FILES -> CompletenessRule.files(rule.files(), settle);
    };
  }
}
