package io.baton.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.node.command.TrainerNode;
import io.baton.node.fixture.Await;
import io.baton.node.fixture.FakeApi;
import io.baton.node.fixture.FakeNvidiaSmi;
import io.baton.node.fixture.TrainerControl;
import io.baton.protocol.work.WorkRequest;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One agent a GPU, as processes; the GPUs are those of a program that answers as nvidia-smi. */
class SupervisorProcessTest {
  @TempDir Path directory;
  private FakeApi api;
  private TrainerControl trainer;
  private Process supervisor;

  @BeforeEach
  void setUp() throws IOException {
    api = new FakeApi(30, 10);
    api.withholdJob();
    trainer = new TrainerControl(directory.resolve("control"));
    Files.createDirectories(directory.resolve("models/tiny"));
    Files.writeString(directory.resolve("models/tiny/model_index.json"), "{}");
    FakeNvidiaSmi.in(
        directory.resolve("bin"),
        0,
        "0, GPU-aaaa, NVIDIA A100-SXM4-40GB, 40960",
        "1, GPU-bbbb, NVIDIA A100-SXM4-40GB, 40960");
    supervisor = start();
  }

  @AfterEach
  void tearDown() {
    supervisor.descendants().forEach(ProcessHandle::destroyForcibly);
    supervisor.destroyForcibly();
    api.close();
  }

  @Test
  void each_gpu_has_an_agent_of_its_own_and_a_stop_reaches_all() throws Exception {
    Await.until("both ask for work", () -> nodes() == 2);
    WorkRequest request = api.workRequests().get(0);
    assertThat(request.capabilities().gpu()).contains("NVIDIA A100-SXM4-40GB");
    assertThat(request.capabilities().gpuMemoryBytes()).contains(40L << 30);
    assertThat(request.capabilities().labels().values()).containsEntry("zone", "a");
    assertThat(List.of(id(0), id(1))).doesNotHaveDuplicates();

    trainer.limit(13);
    api.endLease();
    trainer.process();
    assertThat(trainer.environmentValue("CUDA_VISIBLE_DEVICES")).isIn("0", "1");
    supervisor.toHandle().destroy();

    assertThat(supervisor.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(supervisor.exitValue()).isZero();
    assertThat(api.releases()).hasSize(1);
    assertThat(log()).anyMatch(line -> line.matches(".* INFO \\[gpu [01]\\] \\[job job-1 .*"));
  }

  @Test
  void agent_that_dies_is_started_again_as_the_same_node() {
    Await.until("both ask for work", () -> nodes() == 2);
    String dead = id(1);
    long asked = requestsOf(dead);
    ProcessHandle agent = agentOf(dead);

    agent.destroyForcibly();

    Await.until("it asks again", () -> requestsOf(dead) > asked);
    assertThat(agentOf(dead)).isNotEqualTo(agent);
    assertThat(log()).anyMatch(line -> line.contains("The agent of GPU 1 died, exit status 137"));
  }

  private long nodes() {
    return api.workRequests().stream().map(WorkRequest::node).distinct().count();
  }

  private long requestsOf(String node) {
    return api.workRequests().stream()
        .filter(request -> request.node().value().equals(node))
        .count();
  }

  private ProcessHandle agentOf(String node) {
    Optional<Long> process =
        api.workRequests().stream()
            .filter(request -> request.node().value().equals(node))
            .map(WorkRequest::processId)
            .reduce((earlier, later) -> later);
    return ProcessHandle.of(process.orElseThrow()).orElseThrow();
  }

  private String id(int gpu) {
    try {
      return Files.readString(directory.resolve("work/gpu-" + gpu + "/node-id")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process start() throws IOException {
    File log = directory.resolve("log").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                TrainerNode.class.getName(),
                "--gpus=all",
                "--label=zone=a",
                "--api=" + api.uri(),
                "--work-dir=" + directory.resolve("work"),
                "--models-dir=" + directory.resolve("models"),
                "--trainer=" + trainer.program().executable(),
                "--poll-millis=50")
            .redirectErrorStream(true)
            .redirectOutput(log);
    builder.environment().put("BATON_API_KEY", FakeApi.KEY.value());
    builder
        .environment()
        .merge("PATH", directory.resolve("bin").toString(), (path, bin) -> bin + ":" + path);
    return builder.start();
  }

  private List<String> log() {
    try {
      return Files.readAllLines(directory.resolve("log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
