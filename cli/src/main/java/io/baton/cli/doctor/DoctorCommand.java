package io.baton.cli.doctor;

import io.baton.cli.CommandFailedException;
import io.baton.cli.ExitCode;
import io.baton.cli.OutputOptions;
import io.baton.cli.Surroundings;
import io.baton.cli.connection.ApiOption;
import io.baton.cli.connection.Connection;
import io.baton.cli.platform.Checkout;
import io.baton.cli.terminal.Console;
import io.baton.cli.terminal.Text;
import io.baton.cli.terminal.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code baton doctor}. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Says what is wrong or missing, and what to do.",
      "Looks at the API, the key, the clock and the versions, and at what this machine needs to run"
          + " the platform. Exit code 1 if something that is needed is not in order."
    })
public final class DoctorCommand implements Callable<Integer> {
  private static final int SUBJECT = 14;

  private final Surroundings surroundings;
  private final Console console;

  @Option(names = "--api-only", description = "Look at the API, not at this machine.")
  private boolean apiOnly;

  @Mixin private ApiOption api;
  @Mixin private OutputOptions output;

  public DoctorCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.console = surroundings.console();
  }

  @Override
  public Integer call() {
    List<Finding> ofApi = ofApi();
    List<Finding> ofMachine =
        apiOnly ? List.of() : new Examination(Checkout.ofThisProcess()).findings();
    List<Finding> all = new ArrayList<>(ofApi);
    all.addAll(ofMachine);
    List<Finding> missing =
        all.stream().filter(f -> f.verdict() == Finding.Verdict.MISSING).toList();
    output.give(
        console,
        all,
        () -> missing.stream().map(Finding::subject).toList(),
        () -> {
          section("The API", ofApi);
          section("This machine", ofMachine);
          tell(missing, ofMachine);
        });
    return missing.isEmpty() ? ExitCode.OK : ExitCode.FAILURE;
  }

  private List<Finding> ofApi() {
    try {
      Connection connection = api.connection(surroundings);
      return new ApiExamination(connection, !connection.addressFrom().equals("the default"))
          .findings();
    } catch (CommandFailedException e) {
      return List.of(
          Finding.missing("API", e.getMessage(), "'baton profiles' lists what there is"));
    }
  }

  private void section(String title, List<Finding> findings) {
    if (!findings.isEmpty()) {
      console.line("@|bold " + title + "|@");
      findings.forEach(this::tell);
      console.emptyLine();
    }
  }

  private void tell(List<Finding> missing, List<Finding> ofMachine) {
    boolean machine = ofMachine.stream().noneMatch(missing::contains);
    if (missing.isEmpty()) {
      console.line(
          "@|bold,green Everything needed is in order.|@"
              + (ofMachine.isEmpty() ? "" : " This machine can run Baton; try: baton demo"));
    } else {
      console.line(
          "@|bold,red "
              + Words.count(missing.size(), "problem")
              + "|@"
              + (machine && !ofMachine.isEmpty() ? "; this machine itself can run Baton." : "."));
    }
  }

  private void tell(Finding finding) {
    String mark =
        switch (finding.verdict()) {
          case FINE -> "@|green ✓|@";
          case ADVICE -> "@|yellow !|@";
          case MISSING -> "@|bold,red ✗|@";
        };
    int width = Math.max(30, console.columns() - SUBJECT - 5);
    for (Text.Line line : Text.wrapped(finding.seen(), width)) {
      String begin = line.first() ? mark + " " + pad(finding.subject()) : pad("") + "  ";
      console.line(begin + " " + Text.literal(line.text()));
    }
    finding
        .remedy()
        .ifPresent(
            remedy -> {
              for (Text.Line line : Text.wrapped(remedy, width - 2)) {
                String begin = line.first() ? " @|faint →|@ " : "   ";
                console.line(pad("") + "  " + begin + Text.literal(line.text()));
              }
            });
  }

  private static String pad(String subject) {
    return subject + " ".repeat(Math.max(0, SUBJECT - subject.length()));
  }
}
