package io.baton.it.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How benchmarks of the service begin and end: a platform of their own, and a table. */
@Command(mixinStandardHelpOptions = true, sortOptions = false)
final class ServiceBench implements Callable<Integer> {
  private final String name;
  private final String load;
  private final Map<String, String> settings;
  private final Measurement measurement;

  @Option(names = "--quick", description = "Small figures, to try it; none is judged.")
  private boolean quick;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Put the table between the marks of this page.")
  private Optional<Path> out = Optional.empty();

  /** What is measured on a platform whose service has not started, and reported. */
  @FunctionalInterface
  interface Measurement {
    void run(boolean quick, BenchPlatform platform, Report report) throws Exception;
  }

  /**
   * Makes one.
   *
   * @param name of its script in {@code integration-tests/bench}
   * @param load that shares the cores with the service and PostgreSQL
   * @param settings of the service
   */
  ServiceBench(String name, String load, Map<String, String> settings, Measurement measurement) {
    this.name = name;
    this.load = load;
    this.settings = settings;
    this.measurement = measurement;
  }

  /** Ends the process, with status 1 where a bar was missed. */
  void main(String[] arguments) {
    System.exit(new CommandLine(this).setCommandName(script()).execute(arguments));
  }

  private String script() {
    return "integration-tests/bench/" + name;
  }

  @Override
  public Integer call() throws Exception {
    Path home = Path.of(System.getProperty("baton.home")).toAbsolutePath();
    Path benches = Files.createDirectories(home.resolve("integration-tests/target/bench"));
    Path jar = home.resolve("training-api/target/quarkus-app/quarkus-run.jar");
    Report report =
        new Report(
            script(),
            Machine.measuredOn(
                "for the service, PostgreSQL 17 and the %s together".formatted(load)),
            !quick);
    try (BenchPlatform platform =
        new BenchPlatform(
            Files.createTempDirectory(benches, name + "-"), jar, storage -> settings)) {
      measurement.run(quick, platform, report);
    }
    System.out.print(report.markdown());
    if (out.isPresent()) {
      report.writeTo(out.get());
    }
    return report.allMet() ? 0 : 1;
  }
}
