package io.baton.cli.connection;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.cli.CommandFailedException;
import io.baton.cli.ExitCode;
import io.baton.cli.Listing;
import io.baton.cli.OutputOptions;
import io.baton.cli.Surroundings;
import io.baton.cli.terminal.Table;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code baton profiles}. */
@Command(
    name = "profiles",
    mixinStandardHelpOptions = true,
    description = "Lists the logins; 'profiles use NAME' chooses one.")
public final class ProfilesCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private OutputOptions output;

  private ProfilesCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  public static CommandLine commandLine(Surroundings surroundings) {
    return Listing.add(
            new CommandLine(new ProfilesCommand(surroundings)), new ProfilesCommand(surroundings))
        .addSubcommand(new Use(surroundings));
  }

  /** A profile without its key. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Shown(String name, URI api, boolean current) {}

  @Override
  public Integer call() {
    Profiles known = ProfileFile.in(surroundings.home()).read();
    List<Shown> shown =
        known.profiles().stream()
            .map(
                each ->
                    new Shown(
                        each.name(), each.api(), known.current().equals(Optional.of(each.name()))))
            .toList();
    output.give(
        surroundings.console(),
        shown,
        () -> shown.stream().map(Shown::name).toList(),
        () -> print(shown));
    return ExitCode.OK;
  }

  private void print(List<Shown> shown) {
    if (shown.isEmpty()) {
      surroundings.console().plain("Nobody is logged in. Log in with: baton login URL");
      return;
    }
    Table table = new Table("", "PROFILE", "API").shrinking("API");
    shown.forEach(each -> table.row(each.current() ? "*" : "", each.name(), each.api()));
    table.print(surroundings.console(), "");
  }

  /** {@code baton profiles use}. */
  @Command(
      name = "use",
      mixinStandardHelpOptions = true,
      description = "Chooses the login that commands use from now on.")
  static final class Use implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(
        paramLabel = "NAME",
        description = "A login; 'local' for none, but the running 'baton up'.")
    private String name;

    @Mixin private OutputOptions output;

    Use(Surroundings surroundings) {
      this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
      ProfileFile file = ProfileFile.in(surroundings.home());
      boolean local = name.equals(Profile.LOCAL);
      if (!local && file.read().named(name).isEmpty()) {
        throw CommandFailedException.usage(
            "There is no profile '" + name + "': 'baton profiles' lists them.");
      }
      file.change(known -> known.using(local ? Optional.empty() : Optional.of(name)));
      output.give(
          surroundings.console(),
          new LogoutCommand.Forgotten(name),
          () -> List.of(name),
          () -> surroundings.console().plain("Commands use profile " + name + " from now on."));
      return ExitCode.OK;
    }
  }
}
