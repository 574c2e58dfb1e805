package io.baton.node.command;

import io.baton.node.config.DrainSettings;
import io.baton.node.notice.NoticeSettings;
import io.baton.node.trainer.HangLimits;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Options of when a job is given back and when a trainer is given up. */
final class DrainArguments {
  @Option(
      names = "--drain-seconds",
      paramLabel = "S",
      defaultValue = "${env:BATON_DRAIN_SECONDS:-30}",
      description =
          "Time for a drain, where an interruption notice tells none (BATON_DRAIN_SECONDS)."
              + " Default: 30")
  private long drainSeconds;

  @Option(
      names = "--interruption-notices",
      paramLabel = "LIST",
      defaultValue = "${env:BATON_INTERRUPTION_NOTICES:-auto}",
      description =
          "Which notices drain the node: auto, none, or a list of aws, aws+rebalance, gcp,"
              + " gcp+maintenance, azure, azure+maintenance, azure+acknowledge, file:PATH"
              + " (BATON_INTERRUPTION_NOTICES). Default: auto, those of the cloud that the machine"
              + " is of")
  private String interruptionNotices;

  @Option(
      names = "--step-timeout-seconds",
      paramLabel = "S",
      defaultValue = "${env:BATON_STEP_TIMEOUT_SECONDS:-900}",
      description =
          "Longest time between two optimizer steps, else the trainer hangs and the attempt fails"
              + " (BATON_STEP_TIMEOUT_SECONDS). Default: 900")
  private long stepTimeoutSeconds;

  @Option(
      names = "--phase-timeout-seconds",
      paramLabel = "S",
      defaultValue = "${env:BATON_PHASE_TIMEOUT_SECONDS:-3600}",
      description =
          "The same for anything else, such as loading a model (BATON_PHASE_TIMEOUT_SECONDS)."
              + " Default: 3600")
  private long phaseTimeoutSeconds;

  DrainSettings drain() {
    return new DrainSettings(
        Duration.ofSeconds(drainSeconds), NoticeSettings.parse(interruptionNotices));
  }

  HangLimits hangs() {
    return new HangLimits(
        Duration.ofSeconds(stepTimeoutSeconds), Duration.ofSeconds(phaseTimeoutSeconds));
  }
}
