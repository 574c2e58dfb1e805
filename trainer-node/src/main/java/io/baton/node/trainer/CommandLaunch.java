package io.baton.node.trainer;

import io.baton.node.trainer.TrainerCommandLine.TrainerDirectories;
import io.baton.protocol.job.CommandOptions;
import io.baton.protocol.job.command.Placeholder;
import io.baton.protocol.job.command.PlaceholderText;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A command of the user's, with what this node knows in the places of its placeholders. */
public final class CommandLaunch {
  private CommandLaunch() {}

  /**
   * The command as it is started.
   *
   * @param command with steps and checkpoints in numbers, as a grant has them
   * @param resumeStep step of the checkpoint in the output directory; empty: there is none
   */
  public static TrainerLaunch of(
      CommandOptions command, TrainerDirectories directories, Optional<Integer> resumeStep) {
    Map<Placeholder, String> values = values(command, directories, resumeStep);
    List<String> words = new ArrayList<>();
    for (String word : command.words()) {
      if (!word.equals(Placeholder.RESUME.text())) {
        words.add(PlaceholderText.fill(word, values));
      } else if (resumeStep.isPresent()) {
        command.resumeWords().forEach(each -> words.add(PlaceholderText.fill(each, values)));
      }
    }
    Map<String, String> environment = new TreeMap<>();
    command
        .environment()
        .values()
        .forEach((name, value) -> environment.put(name, PlaceholderText.fill(value, values)));
    LineReader reader = new CommandOutput(command.totalSteps(), command.stepPattern());
    return new TrainerLaunch(words, environment, reader, reader);
  }

  private static Map<Placeholder, String> values(
      CommandOptions command, TrainerDirectories directories, Optional<Integer> resumeStep) {
    Map<Placeholder, String> values = new EnumMap<>(Placeholder.class);
    values.put(Placeholder.DATASET, directories.dataset().toString());
    values.put(Placeholder.BASE_MODEL, directories.baseModel().toString());
    values.put(Placeholder.OUTPUT, directories.output().toString());
    values.put(Placeholder.TOTAL_STEPS, command.totalSteps().toString());
    values.put(Placeholder.CHECKPOINTING_STEPS, command.checkpointingSteps().toString());
    command.seed().ifPresent(seed -> values.put(Placeholder.SEED, seed.toString()));
    resumeStep.ifPresent(
        step ->
            values.put(
                Placeholder.CHECKPOINT,
                directories.output().resolve("checkpoint-" + step).toString()));
    return values;
  }
}
