package io.baton.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.node.command.TrainerNode;
import io.baton.node.fixture.Await;
import io.baton.node.fixture.FakeApi;
import io.baton.node.fixture.TrainerControl;
import io.baton.protocol.work.Heartbeat;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent as it is run: a process of its own that leads a process group. */
class AgentProcessTest {
  @TempDir Path directory;
  private FakeApi api;
  private TrainerControl trainer;
  private Process agent;
  private final Map<String, String> environment =
      new HashMap<>(Map.of("BATON_API_KEY", FakeApi.KEY.value()));

  @BeforeEach
  void setUp() throws IOException {
    api = new FakeApi(30, 10);
    api.leases(Duration.ofSeconds(30), Duration.ofMillis(100));
    trainer = new TrainerControl(directory.resolve("control"));
    Files.createDirectories(directory.resolve("models/tiny"));
    Files.writeString(directory.resolve("models/tiny/model_index.json"), "{}");
  }

  @AfterEach
  void tearDown() {
    if (agent != null) {
      agent.descendants().forEach(ProcessHandle::destroyForcibly);
      agent.destroyForcibly();
    }
    api.close();
  }

  @Test
  void orphan_trainer_dies_with_its_agent() throws IOException {
    trainToStepThirteen();
    ProcessHandle orphan = trainer.process();

    agent.destroyForcibly();

    Await.until("the trainer is dead", () -> !orphan.isAlive());
  }

  @Test
  void kill_of_the_process_group_takes_agent_and_trainer() throws Exception {
    trainToStepThirteen();
    ProcessHandle child = trainer.process();

    new ProcessBuilder("kill", "-KILL", "--", "-" + agent.pid()).start().waitFor();

    Await.until("both are dead", () -> !child.isAlive() && !agent.isAlive());
  }

  @Test
  void sigterm_drains_and_ends_with_status_0() throws Exception {
    trainToStepThirteen();

    agent.toHandle().destroy();

    assertThat(agent.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(agent.exitValue()).isZero();
    assertThat(api.ends()).containsSubsequence("commit 13", "release");
    assertThat(trainer.isAlive()).isFalse();
  }

  @Test
  void sigterm_to_the_whole_process_group_drains_as_well() throws Exception {
    trainToStepThirteen();

    new ProcessBuilder("kill", "-TERM", "--", "-" + agent.pid()).start().waitFor();

    assertThat(agent.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(agent.exitValue()).isZero();
    assertThat(api.ends()).containsSubsequence("commit 13", "release");
  }

  @Test
  void machine_that_was_paused_past_the_lease_does_nothing_more_under_the_old_attempt()
      throws Exception {
    Duration lease = Duration.ofSeconds(2);
    api.leases(lease, Duration.ofMillis(100));
    trainToStepThirteen();
    ProcessHandle paused = trainer.process();
    Await.until("10 is committed", () -> api.committedSteps().contains(10));
    signal("STOP", agent.pid(), paused.pid());
    long stoppedAt = System.nanoTime();
    api.giveToAnother();
    List<String> putsBefore = api.puts();
    trainer.limit(30);
    Await.until("the lease is over", () -> System.nanoTime() - stoppedAt > lease.toNanos());

    signal("CONT", agent.pid(), paused.pid());
    Await.until("the trainer is dead", () -> !paused.isAlive());
    int asked = api.workRequests().size();
    Await.until("the node asks for work again", () -> api.workRequests().size() > asked);

    assertThat(api.ends()).containsExactly("commit 10");
    assertThat(api.puts()).isEqualTo(putsBefore);
    trainer.forget();
    api.endLease();
    Await.until("completed", () -> !api.completions().isEmpty());
    assertThat(api.attempt()).isEqualTo(3);
  }

  @Test
  void node_on_saladcloud_is_called_after_its_machine_unless_it_has_a_name() throws Exception {
    environment.put("SALAD_MACHINE_ID", "eb3a4591-efc3-46c0-b06a-3d820c0ec100");
    start();
    Await.until("it asks for work", () -> !api.workRequests().isEmpty());
    agent.destroyForcibly().waitFor();
    int asked = api.workRequests().size();
    environment.put("BATON_NODE_ID", "own-name");

    start();
    Await.until("it asks for work again", () -> api.workRequests().size() > asked);

    assertThat(api.workRequests().get(0).node())
        .hasToString("eb3a4591-efc3-46c0-b06a-3d820c0ec100");
    assertThat(api.workRequests().get(asked).node()).hasToString("own-name");
  }

  @Test
  void drain_command_waits_until_the_job_is_given_back() throws Exception {
    trainToStepThirteen();

    Process drain = command("drain", "--work-dir=" + directory.resolve("work"));

    assertThat(drain.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(drain.exitValue()).isZero();
    assertThat(new String(drain.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("The agent holds no job.\n");
    assertThat(api.ends()).containsSubsequence("commit 13", "release");
    assertThat(agent.isAlive()).isTrue();
  }

  @Test
  void every_log_line_about_a_job_names_job_and_attempt() throws Exception {
    start("--once");
    assertThat(agent.waitFor(60, TimeUnit.SECONDS)).isTrue();

    assertThat(agent.exitValue()).isZero();
    assertThat(log())
        .anyMatch(line -> line.endsWith("INFO [job job-1 attempt 1] Claimed"))
        .anyMatch(line -> line.endsWith("INFO [job job-1 attempt 1] Ended: COMPLETED"))
        // What the threads of uploads and of the trainer's output say as well.
        .anyMatch(line -> line.endsWith("[job job-1 attempt 1] Checkpoint 30 is committed"))
        .filteredOn(line -> !line.contains("[job job-1 attempt 1] "))
        .hasSize(1)
        .allMatch(line -> line.contains(" asks "));
  }

  @Test
  void outage_of_the_api_is_told_once_and_its_end_once() throws Exception {
    api.goDown();
    start();
    Await.until("several tries", () -> api.requestsWhileDown() > 3);
    trainer.limit(13);
    api.comeBack();
    Await.until("claimed", () -> api.attempt() == 1);
    trainer.process();

    assertThat(log()).filteredOn(line -> line.contains("cannot be reached")).hasSize(1);
    assertThat(log()).filteredOn(line -> line.contains("answers again")).hasSize(1);
  }

  @Test
  void trainer_gets_no_key() throws Exception {
    trainToStepThirteen();

    assertThat(trainer.environment()).contains("PATH").doesNotContain("BATON_API_KEY");
    assertThat(trainer.commandLine()).noneMatch(word -> word.contains(FakeApi.KEY.value()));
    assertThat(log()).noneMatch(line -> line.contains(FakeApi.KEY.value()));
  }

  @Test
  void key_may_be_in_a_file() throws Exception {
    Path file = Files.writeString(directory.resolve("key"), FakeApi.KEY.value() + "\n");
    environment.remove("BATON_API_KEY");
    start("--once", "--api-key-file=" + file);

    assertThat(agent.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(log()).anyMatch(line -> line.endsWith("Ended: COMPLETED"));
  }

  @Test
  void refused_key_is_told_once_and_tried_on() throws Exception {
    environment.put("BATON_API_KEY", "baton_" + "x".repeat(43));
    start();
    Await.until("told", () -> log().stream().anyMatch(line -> line.contains("key is unknown")));

    assertThat(agent.isAlive()).isTrue();
    assertThat(log()).filteredOn(line -> line.contains("key is unknown")).hasSize(1);
  }

  @Test
  void node_keeps_its_name_over_restarts() throws Exception {
    start("--once");
    agent.waitFor(60, TimeUnit.SECONDS);
    String name = Files.readString(directory.resolve("work/node-id"));
    api.endLease();
    start("--once");
    agent.waitFor(60, TimeUnit.SECONDS);

    assertThat(Files.readString(directory.resolve("work/node-id"))).isEqualTo(name);
    assertThat(log()).anyMatch(line -> line.contains("Node " + name.strip() + " of pool"));
  }

  private void trainToStepThirteen() throws IOException {
    trainer.limit(13);
    start();
    trainer.process();
    Await.until(
        "step 13",
        () -> api.lastHeartbeat().map(Heartbeat::step).filter(step -> step == 13).isPresent());
  }

  private static void signal(String name, long... processes) throws Exception {
    for (long each : processes) {
      new ProcessBuilder("kill", "-" + name, Long.toString(each)).start().waitFor();
    }
  }

  private static Process command(String... words) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                TrainerNode.class.getName()));
    command.addAll(List.of(words));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private void start(String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "setsid",
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                TrainerNode.class.getName(),
                "--api=" + api.uri(),
                "--work-dir=" + directory.resolve("work"),
                "--models-dir=" + directory.resolve("models"),
                "--trainer=" + trainer.program().executable(),
                "--poll-millis=50"));
    command.addAll(List.of(more));
    File log = directory.resolve("log").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log);
    builder.environment().putAll(environment);
    agent = builder.start();
  }

  private List<String> log() {
    try {
      return Files.readAllLines(directory.resolve("log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
