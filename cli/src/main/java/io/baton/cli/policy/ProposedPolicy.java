package io.baton.cli.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.baton.cli.CommandFailedException;
import io.baton.cli.Surroundings;
import io.baton.cli.document.Documents;
import io.baton.cli.document.InvalidDocumentException;
import io.baton.protocol.pool.PoolPolicy;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** A policy as the command line gives it: fields as options or in a file, over the present one. */
final class ProposedPolicy {
  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "YAML or JSON with fields of a policy; '-' for standard input.")
  private String file;

  @Option(
      names = "--replace",
      description = "What is given is the whole policy; the rest gets its defaults.")
  private boolean replace;

  /** The fields that were given; empty: none. */
  Optional<ObjectNode> given(CommandSpec command, Surroundings surroundings) {
    ObjectNode given = Documents.empty();
    if (file != null) {
      List<ObjectNode> documents = Documents.read(file, surroundings.input());
      if (documents.size() > 1) {
        throw CommandFailedException.usage(
            file + " must hold one policy, not " + documents.size() + ".");
      }
      given = documents.get(0);
    }
    boolean any = PolicyFlags.into(given, command.commandLine().getParseResult());
    return any || replace || file != null ? Optional.of(given) : Optional.empty();
  }

  /** What was given, over the present policy unless it is to be replaced. */
  PoolPolicy over(ObjectNode present, ObjectNode given) {
    try {
      return Documents.as(PoolPolicy.class, replace ? given : Documents.merged(present, given));
    } catch (InvalidDocumentException e) {
      throw CommandFailedException.usage(
          PolicyFlags.optionOf(e.field()) + " " + e.requirement() + ".");
    }
  }
}
