package io.baton.sync.cli;

import io.baton.sync.restore.RestoreOutcome;
import io.baton.sync.restore.RestoreOutcome.KeptLocal;
import io.baton.sync.restore.RestoreOutcome.Restored;
import java.nio.file.Path;

/** Says what a restore did. */
final class RestoreReport {
  private RestoreReport() {}

  static void say(Output output, Path directory, RestoreOutcome outcome) {
    outcome.rejected().forEach(rejection -> CommonOptions.rejected(output, rejection));
    for (Path aside : outcome.setAside()) {
      output.say(
          "A local checkpoint was broken off or is not what is stored; it is now " + aside + ".",
          Output.fields("event", "set-aside", "path", aside.toString()));
    }
    if (outcome instanceof Restored restored) {
      output.say(
          "Restored checkpoint %d (%s, %s fetched) to %s."
              .formatted(
                  restored.restored().step(),
                  Sizes.text(restored.restored().bytes()),
                  Sizes.text(restored.fetchedBytes()),
                  restored.directory()),
          Output.fields(
              "event",
              "restored",
              "step",
              restored.restored().step(),
              "path",
              restored.directory().toString(),
              "bytes",
              restored.restored().bytes(),
              "fetchedBytes",
              restored.fetchedBytes()));
    } else if (outcome instanceof KeptLocal kept) {
      output.say(
          "Checkpoint "
              + kept.localStep()
              + " in "
              + directory
              + " is newer than what is stored; nothing is fetched.",
          Output.fields("event", "kept-local", "step", kept.localStep()));
    } else {
      output.say(
          "No checkpoint is stored: training starts at the beginning.",
          Output.fields("event", "nothing-stored"));
    }
  }
}
