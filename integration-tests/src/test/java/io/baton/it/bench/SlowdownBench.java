package io.baton.it.bench;

import io.baton.it.node.DrawnModel;
import io.baton.locals3.LocalS3Process;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains with and without checkpoint-sync around the trainer, in turn, and compares the steps. */
@Command(
    name = "integration-tests/bench/slowdown",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Measures by how much uploads slow the training down.")
public final class SlowdownBench implements Callable<Integer> {
  private static final String NAME = "integration-tests/bench/slowdown";
  private static final double BAR = 1.02;

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "Times that each case runs with and without. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--threads",
      defaultValue = "1",
      description = "Of the trainer; the rest is the sync's. Default: ${DEFAULT-VALUE}.")
  private int threads;

  @Option(
      names = "--bandwidth",
      paramLabel = "RATE",
      description = "Cap that checkpoint-sync gets. Default: none.")
  private Optional<String> bandwidth;

  @Option(names = "--cases", split = ",", description = "Only these. Default: tiny,small.")
  private List<String> cases = List.of("tiny", "small");

  @Option(names = "--quick", description = "One round of few steps, to try it.")
  private boolean quick;

  @Option(names = "--out", paramLabel = "FILE", description = "Write the table into this page.")
  private Path out;

  private Path home;
  private Path directory;
  private LocalS3Process storage;

  /**
   * What is trained.
   *
   * @param resolution pixels
   * @param rank of the LoRA, which makes the checkpoint large
   */
  private record Case(String preset, int resolution, int rank, int steps, int checkpointEvery) {
    static Case of(String preset, boolean quick) {
      return switch (preset) {
        case "tiny" -> new Case(preset, 64, 256, quick ? 100 : 300, 25);
        case "small" -> new Case(preset, 128, 64, quick ? 20 : 50, 10);
        default -> throw new IllegalArgumentException("there is no case " + preset);
      };
    }
  }

  /** Ends with status 1 where a bar was missed. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new SlowdownBench()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    home = Path.of(System.getProperty("baton.home")).toAbsolutePath().normalize();
    Path bench = Files.createDirectories(home.resolve("integration-tests/target/bench"));
    directory = Files.createTempDirectory(bench, "slowdown-");
    Report report =
        new Report(
            NAME,
            Machine.measuredOn(
                "for the trainer (%d thread%s), checkpoint-sync and the S3 server%s"
                    .formatted(
                        threads,
                        threads == 1 ? "" : "s",
                        bandwidth.map(cap -> ", uploads at most " + cap).orElse(""))),
            !quick);
    storage =
        LocalS3Process.in(directory.resolve("storage"))
            .port(0)
            .keys("bench", "benchbench")
            .buckets("baton")
            .start();
    try {
      for (String preset : cases) {
        measure(Case.of(preset, quick), bench.resolve("models"), report);
      }
    } finally {
      storage.close();
      delete(directory.resolve("storage"));
    }
    System.out.print(report.markdown());
    if (out != null) {
      report.writeTo(out);
    }
    return report.allMet() ? 0 : 1;
  }

  private void measure(Case one, Path models, Report report) throws Exception {
    Path model = DrawnModel.make(home, one.preset(), models);
    List<TimedTraining> alone = new ArrayList<>();
    List<TimedTraining> synced = new ArrayList<>();
    long stored = 0;
    for (int round = 0; round < (quick ? 1 : rounds); round++) {
      boolean syncedFirst = round % 2 == 1;
      for (boolean sync : List.of(syncedFirst, !syncedFirst)) {
        Path output = directory.resolve("output");
        String prefix = "%s-%d".formatted(one.preset(), round);
        List<String> command = new ArrayList<>(sync ? sync(output, prefix) : List.of());
        command.addAll(trainer(one, model, output));
        TimedTraining training =
            TimedTraining.run(command, environment(), directory.resolve("programs.log"));
        (sync ? synced : alone).add(training);
        stored = sync ? bytesBelow(directory.resolve("storage/baton").resolve(prefix)) : stored;
        delete(output);
      }
      delete(directory.resolve("storage/baton").resolve("%s-%d".formatted(one.preset(), round)));
    }
    tell(one, alone, synced, stored, report);
  }

  private void tell(
      Case one, List<TimedTraining> alone, List<TimedTraining> synced, long stored, Report report) {
    String what =
        "`%s`, %d px, rank %d, a checkpoint every %d steps"
            .formatted(one.preset(), one.resolution(), one.rank(), one.checkpointEvery());
    double median = median(synced.stream().map(TimedTraining::medianMillis).toList());
    double before = median(alone.stream().map(TimedTraining::medianMillis).toList());
    report.tell(what + ": uploaded in a run", "%d MiB", stored >> 20);
    report.tell(what + ": a step without sync, with it", "%.1f ms, %.1f ms", before, median);
    report.require(
        what + ": median step with sync to that without",
        "≤ %.2f".formatted(BAR),
        median / before <= BAR,
        "%.3f",
        median / before);
    report.tell(
        what + ": mean step with sync to that without",
        "%.3f",
        median(synced.stream().map(TimedTraining::meanMillis).toList())
            / median(alone.stream().map(TimedTraining::meanMillis).toList()));
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private List<String> sync(Path output, String prefix) {
    List<String> command =
        new ArrayList<>(
            List.of(
                home.resolve("checkpoint-sync/bin/checkpoint-sync").toString(),
                "run",
                "--dir",
                output.toString(),
                "--store",
                "s3://baton/" + prefix,
                "--s3-endpoint",
                storage.endpoint().toString()));
    bandwidth.ifPresent(cap -> command.addAll(List.of("--bandwidth", cap)));
    command.add("--");
    return command;
  }

  private List<String> trainer(Case one, Path model, Path output) {
    return List.of(
        home.resolve("sdxl-lora/bin/sdxl-lora").toString(),
        "train",
        "--pretrained_model_name_or_path=" + model,
        "--instance_data_dir=" + home.resolve("samples/chelsea"),
        "--instance_prompt=a photo of sks cat",
        "--resolution=" + one.resolution(),
        "--train_batch_size=1",
        "--rank=" + one.rank(),
        "--max_train_steps=" + one.steps(),
        "--checkpointing_steps=" + one.checkpointEvery(),
        "--seed=1",
        "--progress=json",
        "--output_dir=" + output);
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_ACCESS_KEY_ID", storage.accessKey());
    environment.put("AWS_SECRET_ACCESS_KEY", storage.secretKey());
    environment.put("OMP_NUM_THREADS", Integer.toString(threads));
    return environment;
  }

  private static long bytesBelow(Path path) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      return files.map(Path::toFile).filter(file -> file.isFile()).mapToLong(f -> f.length()).sum();
    }
  }

  private static void delete(Path path) throws IOException {
    if (Files.exists(path)) {
      try (Stream<Path> files = Files.walk(path)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
