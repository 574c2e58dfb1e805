package io.baton.cli.completion;

import io.baton.cli.ExitCode;
import io.baton.cli.Surroundings;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code baton completion}. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = "Prints a script with which the shell completes.",
    footer = {
      "",
      "bash, once:    source <(baton completion bash)",
      "bash, always:  baton completion bash > ~/.local/share/bash-completion/completions/baton",
      "zsh, once:     source <(baton completion zsh)",
      "zsh, always:   echo 'source <(baton completion zsh)' >> ~/.zshrc"
    })
public final class CompletionCommand implements Callable<Integer> {
  /** A shell that can complete. */
  enum Shell {
    BASH,
    /** Through its emulation of bash's completion, which the script switches on. */
    ZSH
  }

  private final Surroundings surroundings;

  @Parameters(
      arity = "0..1",
      paramLabel = "SHELL",
      defaultValue = "bash",
      description = "bash or zsh. Default: ${DEFAULT-VALUE}.")
  private Shell shell;

  @Spec private CommandSpec spec;

  public CompletionCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    String script =
        switch (shell) {
          case BASH, ZSH -> AutoComplete.bash("baton", spec.root().commandLine());
        };
    surroundings.console().out().print(script);
    surroundings.console().out().flush();
    return ExitCode.OK;
  }
}
