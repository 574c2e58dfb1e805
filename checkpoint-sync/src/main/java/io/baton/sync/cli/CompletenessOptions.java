package io.baton.sync.cli;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import io.baton.sync.local.CompletenessRule;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** When a checkpoint's directory is complete. */
final class CompletenessOptions {
  @Option(
      names = "--complete-when",
      paramLabel = "RULE",
      defaultValue = "auto",
      description = {
        "when checkpoint-N is complete (default: ${DEFAULT-VALUE}):",
        "renamed: once it has its name;",
        "accelerate: once it has what accelerate writes, and nothing has changed for the settle time;",
        "auto: accelerate where it looks like that, renamed otherwise;",
        "files:PATTERN,…: once each pattern fits a file, and nothing has changed for the settle time"
      })
  String completeWhen = "auto";

  @Option(
      names = "--settle-time",
      paramLabel = "TIME",
      defaultValue = "2s",
      converter = DurationText.class,
      description = "see --complete-when (default: ${DEFAULT-VALUE})")
  Duration settleTime = Duration.ofSeconds(2);

  CompletenessRule rule() {
    try {
      if (completeWhen.startsWith("files:")) {
        String patterns = completeWhen.substring("files:".length());
        return CompletenessRule.files(List.of(patterns.split(",")), settleTime);
      }
      switch (completeWhen) {
        case "renamed":
          return CompletenessRule.renamed();
        case "accelerate":
          return CompletenessRule.accelerate(settleTime);
        case "auto":
          return CompletenessRule.automatic(settleTime);
        default:
          throw new SyncException(
              SyncError.BAD_INPUT,
              "--complete-when is renamed, accelerate, auto or files:PATTERN,…, not '"
                  + completeWhen
                  + "'.");
      }
    } catch (IllegalArgumentException e) {
      throw new SyncException(
          SyncError.BAD_INPUT,
          "--complete-when " + completeWhen + " makes no rule: " + e.getMessage() + ".",
          e);
    }
  }
}
