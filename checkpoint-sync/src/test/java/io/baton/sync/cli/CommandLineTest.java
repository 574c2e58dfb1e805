package io.baton.sync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.sync.Checkpoints;
import io.baton.sync.local.LocalCheckpoint;
import io.baton.sync.manifest.CheckpointKeys;
import io.baton.sync.retry.Deadline;
import io.baton.sync.retry.Retry;
import io.baton.sync.store.CephRgw;
import io.baton.sync.store.DirectoryStore;
import io.baton.sync.store.FaultProxy;
import io.baton.sync.store.ObjectKey;
import io.baton.sync.store.TestBucket;
import io.baton.sync.store.TestS3;
import io.baton.sync.transfer.Transfers;
import io.baton.sync.upload.CheckpointUploader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class CommandLineTest {
  private static final Map<String, String> NO_KEYS = Map.of();
  private static final String LORA = "pytorch_lora_weights.safetensors";

  @TempDir Path directory;

  private String output() {
    return directory.resolve("output").toString();
  }

  private String store() {
    return directory.resolve("store").toUri().toString();
  }

  private static Map<String, String> keys(URI endpoint) {
    return Map.of(
        "AWS_ACCESS_KEY_ID", TestS3.server().accessKey(),
        "AWS_SECRET_ACCESS_KEY", TestS3.server().secretKey(),
        "AWS_ENDPOINT_URL", endpoint.toString());
  }

  private List<String> verified(Map<String, String> environment, String store) throws Exception {
    try (CliProcess verify = CliProcess.start(environment, "verify", "--store", store)) {
      List<String> lines = verify.output();
      verify.exitCode();
      return lines;
    }
  }

  @Test
  void a_run_restores_uploads_and_exits_with_the_commands_code() throws Exception {
    String script =
        "mkdir -p tmp \"$0\" && echo 20 > tmp/step && mv tmp \"$0\"/checkpoint-20; exit 7";
    try (CliProcess run =
        CliProcess.start(
            NO_KEYS, "run", "--dir", output(), "--store", store(), "--", "sh", "-c", script,
            output())) {
      assertThat(run.exitCode()).isEqualTo(7);
      assertThat(run.errors())
          .first()
          .isEqualTo("checkpoint-sync: No checkpoint is stored: training starts at the beginning.");
    }
    Path second = directory.resolve("second");
    try (CliProcess run =
        CliProcess.start(
            NO_KEYS,
            "run",
            "--dir",
            second.toString(),
            "--store",
            store(),
            "--",
            "cat",
            second + "/checkpoint-20/step")) {
      assertThat(run.exitCode()).isZero();
      assertThat(run.output()).containsExactly("20");
    }
  }

  @Test
  void a_termination_is_passed_on_and_what_the_command_writes_then_is_stored() throws Exception {
    String script =
        """
        trap 'kill $!; mkdir last; echo 2 > last/step; mv last "$0"/checkpoint-2; exit 75' TERM
        mkdir first; echo 1 > first/step; mv first "$0"/checkpoint-1
        sleep 600 & wait
        """;
    try (CliProcess run =
        CliProcess.start(
            NO_KEYS, "run", "--json", "--dir", output(), "--store", store(), "--", "sh", "-c",
            script, output())) {
      run.awaitEvent(event -> event.path("event").asText().equals("uploaded"));
      run.terminate();
      assertThat(run.exitCode()).isEqualTo(75);
    }
    assertThat(verified(NO_KEYS, store()))
        .containsExactly(
            "Checkpoint 2 verifies (1 files, 2 B).", "Checkpoint 1 verifies (1 files, 2 B).");
  }

  @Test
  void a_kill_in_the_middle_of_an_upload_leaves_no_checkpoint_and_a_restart_completes_it()
      throws Exception {
    URI server = TestS3.server().endpoint();
    String store = "s3://" + TestS3.BUCKET + "/" + TestS3.freshPrefix();
    Files.createDirectories(directory.resolve("output"));
    Path written = Checkpoints.write(directory.resolve("output"), 20);
    try (FaultProxy proxy = FaultProxy.before(server)) {
      proxy.stallRequestsAfter(20_000);
      try (CliProcess run =
          CliProcess.start(
              keys(proxy.endpoint()), "run", "--json", "--dir", output(), "--store", store)) {
        run.awaitEvent("uploading");
        proxy.awaitFault();
        run.kill();
      }
    }
    assertThat(verified(keys(server), store)).isEmpty();

    try (CliProcess run =
        CliProcess.start(keys(server), "run", "--json", "--dir", output(), "--store", store)) {
      assertThat(run.awaitEvent("uploaded").path("step").asInt()).isEqualTo(20);
      run.terminate();
      assertThat(run.exitCode()).isZero();
    }
    Path restored = directory.resolve("restored");
    try (CliProcess restore =
        CliProcess.start(keys(server), "restore", "--dir", restored.toString(), "--store", store)) {
      assertThat(restore.exitCode()).isZero();
    }
    assertThat(Checkpoints.content(restored.resolve("checkpoint-20")))
        .isEqualTo(Checkpoints.content(written));
  }

  @Test
  void a_kill_in_the_middle_of_a_large_file_costs_only_the_parts_under_way() throws Exception {
    TestBucket bucket = CephRgw.bucket();
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_ACCESS_KEY_ID", bucket.accessKey());
    environment.put("AWS_SECRET_ACCESS_KEY", bucket.secretKey());
    String store = "s3://" + bucket.name() + "/" + TestBucket.freshPrefix();
    byte[] weights = new byte[16 << 20];
    new Random(1).nextBytes(weights);
    Files.createDirectories(directory.resolve("output"));
    Path written =
        Checkpoints.write(
            directory.resolve("output"),
            20,
            Map.of(
                LORA,
                weights,
                "scheduler.bin",
                new byte[1],
                "states/random_states_0.pkl",
                new byte[2]));
    try (FaultProxy proxy = FaultProxy.before(bucket.endpoint())) {
      environment.put("AWS_ENDPOINT_URL", proxy.endpoint().toString());
      try (CliProcess run = inParts(environment, "run", store, output(), "--bandwidth", "6")) {
        run.awaitEvent("uploading");
        awaitTwoParts();
        run.kill();
      }
      long before = proxy.passedRequestBytes();
      try (CliProcess run = inParts(environment, "run", store, output())) {
        run.awaitEvent("uploaded");
        run.terminate();
        assertThat(run.exitCode()).isZero();
      }
      assertThat(proxy.passedRequestBytes() - before).isLessThan(8 << 20);
    }
    environment.put("AWS_ENDPOINT_URL", bucket.endpoint().toString());
    Path restored = directory.resolve("restored");
    try (CliProcess restore = inParts(environment, "restore", store, restored.toString())) {
      assertThat(restore.exitCode()).isZero();
    }
    assertThat(
            Files.mismatch(written.resolve(LORA), restored.resolve("checkpoint-20").resolve(LORA)))
        .isEqualTo(-1);
  }

  /** The journal says so, one line after what it is about. */
  private void awaitTwoParts() throws Exception {
    Path journals = Files.createDirectories(directory.resolve("output/.checkpoint-sync/transfers"));
    try (WatchService watch = journals.getFileSystem().newWatchService()) {
      journals.register(watch, StandardWatchEventKinds.ENTRY_MODIFY);
      while (lines(journals) < 3) {
        watch.take().reset();
      }
    }
  }

  private static long lines(Path journals) throws IOException {
    long lines = 0;
    try (Stream<Path> files = Files.list(journals)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        lines += Files.readAllLines(file).size();
      }
    }
    return lines;
  }

  private static CliProcess inParts(
      Map<String, String> environment,
      String command,
      String store,
      String directory,
      String... more)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of(command, "--json", "--part-size", "5"));
    arguments.addAll(List.of("--parallel-parts", "1", "--store", store, "--dir", directory));
    arguments.addAll(List.of(more));
    return CliProcess.start(environment, arguments.toArray(String[]::new));
  }

  @Test
  void damage_is_found_by_verify_and_restore_falls_back() throws Exception {
    try (CliProcess run =
        CliProcess.start(
            NO_KEYS,
            "run",
            "--json",
            "--policy",
            "finish-each",
            "--dir",
            output(),
            "--store",
            store())) {
      run.awaitEvent("nothing-stored");
      Files.createDirectories(directory.resolve("output"));
      Checkpoints.write(directory.resolve("output"), 10);
      run.awaitEvent("uploaded");
      Checkpoints.write(directory.resolve("output"), 20);
      run.awaitEvent("uploaded");
      run.terminate();
      assertThat(run.exitCode()).isZero();
    }
    DirectoryStore objects = new DirectoryStore(directory.resolve("store"));
    ObjectKey weights =
        objects.list(Optional.empty()).stream()
            .map(stat -> stat.key())
            .filter(
                key -> key.value().endsWith("checkpoint-20/files/pytorch_lora_weights.safetensors"))
            .findFirst()
            .orElseThrow();
    objects.put(weights, new byte[50_000]);
    try (CliProcess verify = CliProcess.start(NO_KEYS, "verify", "--store", store())) {
      assertThat(verify.output())
          .containsExactly(
              "Checkpoint 20 does not verify: The object "
                  + weights
                  + " is corrupt: its SHA-256 is not the manifest's.",
              "Checkpoint 10 verifies (3 files, 50.0 kB).");
      assertThat(verify.exitCode()).isEqualTo(ExitCode.BAD_DATA);
    }
    Path restored = directory.resolve("restored");
    try (CliProcess restore =
        CliProcess.start(NO_KEYS, "restore", "--dir", restored.toString(), "--store", store())) {
      assertThat(restore.exitCode()).isZero();
    }
    assertThat(restored).isDirectoryContaining("glob:**/checkpoint-10");
    assertThat(restored).isDirectoryNotContaining("glob:**/checkpoint-20");
  }

  @Test
  void gc_says_what_it_would_delete_and_then_deletes_it() throws Exception {
    DirectoryStore objects = new DirectoryStore(directory.resolve("store"));
    CheckpointUploader uploader =
        new CheckpointUploader(
            Transfers.standard(objects, Retry.standard()), CheckpointKeys.below("runs/a"));
    Files.createDirectories(directory.resolve("output"));
    for (int step : new int[] {10, 20, 30}) {
      uploader.upload(
          new LocalCheckpoint(step, Checkpoints.write(directory.resolve("output"), step)),
          Optional.empty(),
          () -> Deadline.after(Duration.ofMinutes(1)));
    }
    String[] gc = {"gc", "--store", store(), "--keep-last", "1", "--keep-every", "20"};
    String[] dryRun = Stream.concat(Stream.of(gc), Stream.of("--dry-run")).toArray(String[]::new);
    assertThat(outputOf(dryRun))
        .containsExactly(
            "kept: checkpoint 30  runs/a/checkpoint-30/manifest.json",
            "kept: checkpoint 20  runs/a/checkpoint-20/manifest.json",
            "would be deleted: checkpoint 10  runs/a/checkpoint-10/manifest.json",
            "2 checkpoints stay; 4 objects with 50.8 kB would be deleted.");
    assertThat(verified(NO_KEYS, store())).hasSize(3);
    assertThat(outputOf(gc)).last().asString().endsWith("objects with 50.8 kB are deleted.");
    assertThat(verified(NO_KEYS, store())).hasSize(2);
  }

  private static List<String> outputOf(String... arguments) throws Exception {
    try (CliProcess process = CliProcess.start(NO_KEYS, arguments)) {
      List<String> lines = process.output();
      assertThat(process.exitCode()).isZero();
      return lines;
    }
  }

  @Test
  void storage_that_is_down_is_one_sentence_and_the_command_is_not_started() throws Exception {
    String store = "s3://" + TestS3.BUCKET + "/prefix";
    Path proof = directory.resolve("started");
    try (CliProcess run =
        CliProcess.start(
            keys(FaultProxy.nobodyThere()),
            "run",
            "--timeout",
            "0",
            "--dir",
            output(),
            "--store",
            store,
            "--",
            "touch",
            proof.toString())) {
      assertThat(run.errors())
          .singleElement()
          .asString()
          .startsWith("checkpoint-sync: The storage did not answer while listing ");
      assertThat(run.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
    }
    assertThat(proof).doesNotExist();
  }

  @Test
  void a_run_whose_checkpoints_cannot_be_stored_does_not_end_well() throws Exception {
    Files.writeString(directory.resolve("blocked"), "a file where objects should go");
    String script = "mkdir tmp && echo 1 > tmp/step && mv tmp \"$0\"/checkpoint-1";
    String store = directory.resolve("blocked/store").toUri().toString();
    try (CliProcess run =
        CliProcess.start(
            NO_KEYS, "run", "--dir", output(), "--store", store, "--", "sh", "-c", script,
            output())) {
      assertThat(run.exitCode()).isEqualTo(ExitCode.IO);
    }
    assertThat(directory.resolve("output/checkpoint-1/step")).hasContent("1");
  }

  @Test
  void mistakes_get_one_sentence_each() {
    assertMistake("Missing required option", "list");
    assertMistake("'ftp://x/y' is neither s3://bucket/prefix nor", "list", "--store", "ftp://x/y");
    assertMistake("set AWS_ACCESS_KEY_ID or give --s3-access-key", "list", "--store", "s3://runs");
    assertMistake(
        "'UPPER' is no bucket name",
        "list",
        "--store",
        "s3://UPPER",
        "--s3-access-key",
        "a",
        "--s3-secret-key",
        "b");
    assertMistake(
        "'newest' is neither finish-each, skip-to-newest nor newest-at-once",
        "run",
        "--dir",
        "d",
        "--store",
        "file:///s",
        "--policy",
        "newest");
    assertMistake(
        "must be at least 15m", "gc", "--store", "file:///s", "--orphans-older-than", "1m");
    assertMistake(
        "'soon' is no time", "gc", "--store", "file:///s", "--orphans-older-than", "soon");
    assertMistake("must keep at least 1", "gc", "--store", "file:///s", "--keep-last", "0");
    assertMistake(
        "64 parts can travel at a time",
        "restore",
        "--dir",
        "d",
        "--store",
        "file:///s",
        "--parallel-parts",
        "65");
    assertMistake("names no bucket", "list", "--store", "s3:///prefix");
    assertMistake(
        "is no object key",
        "list",
        "--store",
        "s3://runs/a/../b",
        "--s3-access-key",
        "a",
        "--s3-secret-key",
        "b");
  }

  /** In this process: a start of Java for each would take longer than everything else here. */
  private static void assertMistake(String sentence, String... arguments) {
    PrintStream errors = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try {
      System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
      assertThat(CheckpointSyncCli.execute(arguments)).isEqualTo(ExitCode.USAGE);
    } finally {
      System.setErr(errors);
    }
    assertThat(said.toString(StandardCharsets.UTF_8).lines())
        .singleElement()
        .asString()
        .startsWith("checkpoint-sync: ")
        .contains(sentence);
  }
}
