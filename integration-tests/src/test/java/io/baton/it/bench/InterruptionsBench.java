package io.baton.it.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.baton.it.node.DrawnModel;
import io.baton.it.node.TinyTraining;
import io.baton.protocol.client.Json;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Takes nodes away from running jobs at random moments, and measures what that costs. */
@Command(
    name = "integration-tests/bench/interruptions",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Kills and drains nodes at random moments and measures what that costs.")
public final class InterruptionsBench implements Callable<Integer> {
  private static final String NAME = "integration-tests/bench/interruptions";
  private static final Duration LEASE = Duration.ofSeconds(6);
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int STEPS = 80;
  private static final int CHECKPOINT_EVERY = 8;
  private static final int UNDISTURBED = 3;

  @Option(
      names = "--kills",
      defaultValue = "100",
      description = "Nodes that are killed. Default: ${DEFAULT-VALUE}.")
  private int kills;

  @Option(
      names = "--drains",
      defaultValue = "50",
      description = "Nodes that are drained. Default: ${DEFAULT-VALUE}.")
  private int drains;

  @Option(
      names = "--parallel",
      defaultValue = "2",
      description = "Jobs at a time; each has two nodes. Default: ${DEFAULT-VALUE}.")
  private int parallel;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Of the moments. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--continue", description = "Go on with what the last run has measured.")
  private boolean goOn;

  @Option(names = "--out", paramLabel = "FILE", description = "Write the table into this page.")
  private Path out;

  private final ObjectMapper json = Json.mapper();
  private final List<Interruption> measured = Collections.synchronizedList(new ArrayList<>());
  private Path record;

  /** Ends with status 1 where a bar was missed. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new InterruptionsBench()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    Path home = Path.of(System.getProperty("baton.home")).toAbsolutePath().normalize();
    Path bench = Files.createDirectories(home.resolve("integration-tests/target/bench"));
    record = bench.resolve("interruptions.jsonl");
    load();
    DrawnModel.make(home, DrawnModel.TINY, bench.resolve("models"));
    Path directory = Files.createTempDirectory(bench, "interruptions-");
    Map<String, String> leases =
        Map.of("BATON_LEASE_DURATION", LEASE.toSeconds() + "s", "BATON_LEASE_HEARTBEAT", "1s");
    try (BenchPlatform platform =
        new BenchPlatform(
            directory,
            home.resolve("training-api/target/quarkus-app/quarkus-run.jar"),
            storage -> leases)) {
      platform.startService();
      Map<String, String> settings =
          Map.of("BATON_MODELS_DIR", bench.resolve("models").toString(), "BATON_POOL", "bench");
      try (Fleet fleet = new Fleet(home, platform.api(), platform.nodeKey(), directory, settings)) {
        for (int i = 0; i < 2 * parallel; i++) {
          fleet.add();
        }
        measure(new TinyTraining(platform.asOperator(), home, STEPS, CHECKPOINT_EVERY), fleet);
      }
    }
    return tell() ? 0 : 1;
  }

  private void load() throws IOException {
    if (!goOn) {
      Files.deleteIfExists(record);
    } else if (Files.exists(record)) {
      for (String line : Files.readAllLines(record)) {
        measured.add(json.readValue(line, Interruption.class));
      }
    }
  }

  private void measure(TinyTraining user, Fleet fleet) throws Exception {
    List<Duration> spans = new ArrayList<>();
    String lora = "";
    for (int i = 0; i < UNDISTURBED; i++) {
      JobId job = user.submit();
      user.await(job, started -> started.status() == JobStatus.RUNNING, PATIENCE);
      Job ended = user.await(job, done -> done.status() == JobStatus.COMPLETED, PATIENCE);
      spans.add(Duration.between(ended.startedAt().orElseThrow(), ended.endedAt().orElseThrow()));
      lora = user.lora(job);
    }
    // A moment after a job's end interrupts nothing.
    Duration span = Collections.min(spans);
    System.err.printf(
        "An undisturbed job takes %.1f s, the fastest of %d.%n",
        span.toMillis() / 1e3, UNDISTURBED);
    Interrupter interrupter = new Interrupter(user, fleet, lora);
    run(interrupter, InterruptionKind.KILL, kills, span);
    run(interrupter, InterruptionKind.DRAIN, drains, span);
  }

  private void run(Interrupter interrupter, InterruptionKind kind, int count, Duration span)
      throws Exception {
    ConcurrentLinkedQueue<Integer> numbers = new ConcurrentLinkedQueue<>();
    IntStream.rangeClosed(1, count)
        .filter(n -> measured.stream().noneMatch(m -> m.kind() == kind && m.number() == n))
        .forEach(numbers::add);
    ExecutorService threads = Executors.newFixedThreadPool(parallel);
    try {
      List<Future<?>> lines = new ArrayList<>();
      for (int i = 0; i < parallel; i++) {
        lines.add(threads.submit(() -> runAll(interrupter, kind, numbers, span)));
      }
      for (Future<?> line : lines) {
        line.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "%s; go on with --continue once that is mended".formatted(e.getCause().getMessage()),
          e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private Void runAll(
      Interrupter interrupter,
      InterruptionKind kind,
      ConcurrentLinkedQueue<Integer> numbers,
      Duration span)
      throws IOException, InterruptedException {
    for (Integer number = numbers.poll(); number != null; number = numbers.poll()) {
      SplittableRandom random =
          new SplittableRandom(seed * 1_000_003 + 2L * number + kind.ordinal());
      Optional<Interruption> interruption = Optional.empty();
      while (interruption.isEmpty()) {
        Duration moment = Duration.ofMillis(random.nextLong(span.toMillis()));
        interruption = interrupter.interrupt(kind, number, moment);
      }
      keep(interruption.get());
    }
    return null;
  }

  private synchronized void keep(Interruption one) throws IOException {
    measured.add(one);
    Files.writeString(
        record,
        json.writeValueAsString(one) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    System.err.printf(
        "%s %d while %s: trains after %.1f s, %d steps lost (%d in flight), %s%n",
        one.kind().name().toLowerCase(Locale.ROOT),
        one.number(),
        one.phase().map(phase -> phase.text()).orElse("claimed"),
        one.untilTraining().toMillis() / 1e3,
        one.stepsLost(),
        one.stepsInFlight(),
        one.sameBytes() ? "same bytes" : "OTHER BYTES");
  }

  private boolean tell() throws IOException {
    Report report =
        new Report(
            NAME,
            Machine.measuredOn("for everything, %d jobs at a time".formatted(parallel)),
            true);
    for (InterruptionKind kind : InterruptionKind.values()) {
      InterruptionFigures.of(measured, kind, CHECKPOINT_EVERY, LEASE).report(report);
    }
    System.out.print(report.markdown());
    if (out != null) {
      report.writeTo(out);
    }
    return report.allMet();
  }
}
