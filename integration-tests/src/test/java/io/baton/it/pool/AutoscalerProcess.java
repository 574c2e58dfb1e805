package io.baton.it.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.cli.platform.Checkout;
import io.baton.cli.platform.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The packaged autoscaler in a process of its own, which can be killed. */
final class AutoscalerProcess implements AutoCloseable {
  static final Path HOME =
      Path.of(System.getProperty("baton.home", "..")).toAbsolutePath().normalize();

  private final Process process;
  private final Path log;

  private AutoscalerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts one and returns at once.
   *
   * @param name of its log
   */
  static AutoscalerProcess start(String name, Map<String, String> environment) throws IOException {
    Path logs = Files.createDirectories(HOME.resolve("integration-tests/target/programs"));
    Path log = logs.resolve("autoscaler-" + name + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-jar",
                new Checkout(HOME).autoscaler().toString()));
    builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(Ports.free()));
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    return new AutoscalerProcess(builder.start(), log);
  }

  List<String> log() {
    try {
      return Files.readAllLines(log);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** SIGKILL; returns when it is gone. Its nodes run on. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    assertThat(process.waitFor()).as("128 + SIGKILL").isEqualTo(137);
  }

  /** SIGKILL, where it was not stopped in order. */
  @Override
  public void close() {
    process.destroyForcibly();
  }
}
