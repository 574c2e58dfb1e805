package io.baton.cli;

import io.baton.cli.completion.CompletionCommand;
import io.baton.cli.connection.LoginCommand;
import io.baton.cli.connection.LogoutCommand;
import io.baton.cli.connection.ProfilesCommand;
import io.baton.cli.demo.DemoCommand;
import io.baton.cli.doctor.DoctorCommand;
import io.baton.cli.download.DownloadCommand;
import io.baton.cli.job.CancelCommand;
import io.baton.cli.job.EventsCommand;
import io.baton.cli.job.ExtendCommand;
import io.baton.cli.job.ListCommand;
import io.baton.cli.job.LogsCommand;
import io.baton.cli.job.RestartCommand;
import io.baton.cli.job.RetryCommand;
import io.baton.cli.job.ShowCommand;
import io.baton.cli.job.WatchCommand;
import io.baton.cli.key.KeysCommand;
import io.baton.cli.node.NodesCommand;
import io.baton.cli.platform.UpCommand;
import io.baton.cli.policy.PolicyCommand;
import io.baton.cli.pool.PoolCommand;
import io.baton.cli.submit.SubmitCommand;
import io.baton.cli.webhook.WebhooksCommand;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;

/**
 * What {@code baton} can do, in the order of its help. A command is made only when it is asked for:
 * each costs the time of every start.
 */
enum Commands {
  LOGIN(around -> new CommandLine(new LoginCommand(around))),
  SUBMIT(SubmitCommand::commandLine),
  LIST(around -> new CommandLine(new ListCommand(around))),
  SHOW(around -> new CommandLine(new ShowCommand(around))),
  WATCH(around -> new CommandLine(new WatchCommand(around))),
  LOGS(around -> new CommandLine(new LogsCommand(around))),
  EVENTS(around -> new CommandLine(new EventsCommand(around))),
  DOWNLOAD(around -> new CommandLine(new DownloadCommand(around))),
  CANCEL(around -> new CommandLine(new CancelCommand(around))),
  RETRY(around -> new CommandLine(new RetryCommand(around))),
  RESTART(around -> new CommandLine(new RestartCommand(around))),
  EXTEND(around -> new CommandLine(new ExtendCommand(around))),
  WEBHOOKS(WebhooksCommand::commandLine),
  KEYS(KeysCommand::commandLine),
  NODES(NodesCommand::commandLine),
  POOL(PoolCommand::commandLine),
  POLICY(PolicyCommand::commandLine),
  PROFILES(ProfilesCommand::commandLine),
  LOGOUT(around -> new CommandLine(new LogoutCommand(around))),
  DOCTOR(around -> new CommandLine(new DoctorCommand(around))),
  UP(around -> new CommandLine(new UpCommand(around.console()))),
  DEMO(around -> new CommandLine(new DemoCommand(around.console()))),
  COMPLETION(around -> new CommandLine(new CompletionCommand(around)));

  private final Function<Surroundings, CommandLine> maker;

  Commands(Function<Surroundings, CommandLine> maker) {
    this.maker = maker;
  }

  static Optional<Commands> named(String name) {
    return Arrays.stream(values()).filter(each -> each.commandName().equals(name)).findFirst();
  }

  String commandName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it needs no other command. */
  boolean standsAlone() {
    return this != COMPLETION;
  }

  CommandLine make(Surroundings surroundings) {
    return maker.apply(surroundings);
  }
}
