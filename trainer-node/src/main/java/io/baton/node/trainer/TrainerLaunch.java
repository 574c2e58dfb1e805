package io.baton.node.trainer;

import io.baton.node.trainer.TrainerEvent.LogLine;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a trainer is started and understood.
 *
 * @param words its program and arguments
 * @param environment variables on top of the agent's
 * @param output understands its standard output
 * @param errors understands its standard error
 */
public record TrainerLaunch(
    List<String> words, Map<String, String> environment, LineReader output, LineReader errors) {
  public TrainerLaunch {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }

  /** A trainer that keeps the contract: events on standard output, words for people beside it. */
  public static TrainerLaunch ofContract(List<String> words) {
    return new TrainerLaunch(
        words,
        Map.of(),
        line -> Optional.of(TrainerEventParser.parse(line)),
        line -> Optional.of(new LogLine(line)));
  }
}
