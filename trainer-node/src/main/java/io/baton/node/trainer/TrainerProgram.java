package io.baton.node.trainer;

import java.nio.file.Path;
import java.util.List;

/**
 * A program that keeps the trainer's contract.
 *
 * @param executable its file, or a name to look up in PATH
 * @param arguments words before the options, such as {@code train}
 */
public record TrainerProgram(Path executable, List<String> arguments) {
  public TrainerProgram {
    arguments = List.copyOf(arguments);
  }
}
