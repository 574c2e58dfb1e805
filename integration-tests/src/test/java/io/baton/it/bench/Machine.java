package io.baton.it.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;

/** What figures were measured on. */
final class Machine {
  private Machine() {}

  /**
   * A sentence with the day and the machine.
   *
   * @param cores what its cores are for
   */
  static String measuredOn(String cores) throws IOException {
    String model =
        Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse("an unknown processor");
    return "Measured on %s, %s, %d cores %s, Java %d."
        .formatted(
            LocalDate.now(),
            model,
            Runtime.getRuntime().availableProcessors(),
            cores,
            Runtime.version().feature());
  }
}
