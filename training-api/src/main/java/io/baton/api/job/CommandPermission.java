package io.baton.api.job;

import io.baton.api.access.Caller;
import io.baton.api.config.BatonConfig;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.job.JobSpec;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Who may have nodes run commands. A command is any program at all, with the rights that the node's
 * agent has.
 */
@ApplicationScoped
public class CommandPermission {
  private final BatonConfig config;

  CommandPermission(BatonConfig config) {
    this.config = config;
  }

  /**
   * Lets a job pass that the caller may submit.
   *
   * @throws InvalidFieldException if it runs a command and the caller may not
   */
  void require(Caller caller, JobSpec spec) {
    if (spec.command().isEmpty()) {
      return;
    }
    switch (config.commands().submitters()) {
      case NOBODY -> throw refusal("runs nowhere here: the service takes no commands");
      case OPERATORS -> {
        if (!(caller instanceof Caller.Operator)) {
          throw refusal("is for operators here: the service takes commands from nobody else");
        }
      }
      case EVERYBODY -> {}
    }
  }

  /** Whether the caller may submit a job that runs a command. */
  public boolean has(Caller caller) {
    return switch (config.commands().submitters()) {
      case NOBODY -> false;
      case OPERATORS -> caller instanceof Caller.Operator;
      case EVERYBODY -> true;
    };
  }

  private static InvalidFieldException refusal(String why) {
    return new InvalidFieldException("command", why + " (baton.commands.submitters)");
  }
}
