package io.baton.node.gpu;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Asks the driver's {@code nvidia-smi} for the GPUs. Where there is none there are no GPUs. */
public final class NvidiaSmi {
  private static final Logger LOG = System.getLogger(NvidiaSmi.class.getName());
  private static final List<String> QUERY =
      List.of("--query-gpu=index,uuid,name,memory.total", "--format=csv,noheader,nounits");
  private static final int FIELDS = 4;
  private static final long BYTES_PER_MEBIBYTE = 1L << 20;

  /** A driver that hangs is not waited for: its GPU would not train either. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final String program;

  /**
   * Asks that program.
   *
   * @param program a file, or a name to look up in PATH
   */
  public NvidiaSmi(String program) {
    this.program = program;
  }

  /** By index; empty without a driver, or with one that does not answer. */
  public List<Gpu> gpus() throws InterruptedException {
    List<String> command = Stream.concat(Stream.of(program), QUERY.stream()).toList();
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectInput(new File("/dev/null"))
              .redirectErrorStream(true)
              .start();
    } catch (IOException notInstalled) {
      LOG.log(Level.DEBUG, () -> "No GPU is looked for: " + notInstalled.getMessage());
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    Thread reader = new Thread(() -> read(process, lines), "nvidia-smi");
    reader.setDaemon(true);
    reader.start();
    if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroyForcibly();
      LOG.log(Level.WARNING, () -> program + " does not answer; no GPU is used.");
      return List.of();
    }
    reader.join();
    if (process.exitValue() != 0) {
      LOG.log(
          Level.WARNING,
          () ->
              program
                  + " ended with status "
                  + process.exitValue()
                  + "; no GPU is used: "
                  + String.join(" ", lines));
      return List.of();
    }
    return lines.stream().flatMap(line -> parse(line).stream()).toList();
  }

  private static void read(Process process, List<String> lines) {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      reader.lines().forEach(lines::add);
    } catch (IOException e) {
      LOG.log(Level.DEBUG, () -> "nvidia-smi's answer ended: " + e.getMessage());
    }
  }

  /** A line such as {@code 0, GPU-5d5b…, NVIDIA H100 80GB HBM3, 81559}; memory is in MiB. */
  static Optional<Gpu> parse(String line) {
    List<String> fields = Stream.of(line.split(",", -1)).map(String::strip).toList();
    if (fields.size() != FIELDS
        || !fields.get(0).matches("[0-9]{1,4}")
        || fields.get(2).isEmpty()) {
      LOG.log(Level.WARNING, () -> "nvidia-smi says '" + line + "', which is no GPU; left out.");
      return Optional.empty();
    }
    return Optional.of(
        new Gpu(
            Integer.parseInt(fields.get(0)), fields.get(1), fields.get(2), memory(fields.get(3))));
  }

  /** Boards whose memory is the machine's say {@code [N/A]}. */
  private static Optional<Long> memory(String mebibytes) {
    return mebibytes.matches("[0-9]{1,9}")
        ? Optional.of(Long.parseLong(mebibytes) * BYTES_PER_MEBIBYTE)
        : Optional.empty();
  }
}
