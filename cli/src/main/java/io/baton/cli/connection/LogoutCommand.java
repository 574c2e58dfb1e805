package io.baton.cli.connection;

import io.baton.cli.CommandFailedException;
import io.baton.cli.ExitCode;
import io.baton.cli.OutputOptions;
import io.baton.cli.Surroundings;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code baton logout}. */
@Command(
    name = "logout",
    mixinStandardHelpOptions = true,
    description = {
      "Forgets a login.",
      "Its key stays valid until it is revoked: 'baton keys revoke'."
    })
public final class LogoutCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "Default: the current profile.")
  private String name;

  @Mixin private OutputOptions output;

  public LogoutCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** What {@code --json} prints. */
  record Forgotten(String profile) {}

  @Override
  public Integer call() {
    ProfileFile file = ProfileFile.in(surroundings.home());
    Profiles known = file.read();
    String forgotten =
        Optional.ofNullable(name)
            .or(known::current)
            .filter(each -> known.named(each).isPresent())
            .orElseThrow(
                () ->
                    CommandFailedException.usage(
                        name == null
                            ? "Nobody is logged in."
                            : "There is no profile '" + name + "': 'baton profiles' lists them."));
    file.change(profiles -> profiles.without(forgotten));
    output.give(
        surroundings.console(),
        new Forgotten(forgotten),
        List::of,
        () ->
            surroundings
                .console()
                .plain("Forgot profile " + forgotten + ". Its key is still valid until revoked."));
    return ExitCode.OK;
  }
}
