package io.baton.cli.doctor;

import io.baton.cli.ExitCode;
import io.baton.cli.OutputOptions;
import io.baton.cli.platform.Checkout;
import io.baton.cli.terminal.Console;
import io.baton.cli.terminal.Words;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code baton doctor}. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = "Says what this machine lacks to run Baton, and how to get it.")
public final class DoctorCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private OutputOptions output;

  public DoctorCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<Finding> findings = new Examination(Checkout.ofThisProcess()).findings();
    long missing = findings.stream().filter(f -> f.verdict() == Finding.Verdict.MISSING).count();
    if (output.json()) {
      console.json(findings);
    } else {
      findings.forEach(this::tell);
      console.emptyLine();
      console.line(
          missing == 0
              ? "@|bold,green This machine can run Baton.|@ Try: baton demo"
              : "@|bold,red Baton cannot run here yet:|@ "
                  + Words.count(missing, "thing")
                  + " missing.");
    }
    return missing == 0 ? ExitCode.OK : ExitCode.FAILURE;
  }

  private void tell(Finding finding) {
    String mark =
        switch (finding.verdict()) {
          case FINE -> "@|green ✓|@";
          case ADVICE -> "@|yellow !|@";
          case MISSING -> "@|bold,red ✗|@";
        };
    console.line("%s %-14s %s".formatted(mark, finding.subject(), finding.seen()));
    finding
        .remedy()
        .ifPresent(remedy -> console.line("  %-14s @|faint →|@ %s".formatted("", remedy)));
  }
}
