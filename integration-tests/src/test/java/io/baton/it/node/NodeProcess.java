package io.baton.it.node;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A node of its own: {@code trainer-node/bin/trainer-node} with a work directory. Everything that
 * it starts inherits a mark in its environment, by which the whole of it is found.
 */
public final class NodeProcess implements AutoCloseable {
  private static final String MARK = "BATON_TEST_NODE_MARK";

  private final String id;
  private final String mark;
  private final Path directory;
  private final Process agent;

  private NodeProcess(String id, String mark, Path directory, Process agent) {
    this.id = id;
    this.mark = mark;
    this.directory = directory;
    this.agent = agent;
  }

  /**
   * Starts one.
   *
   * @param home the checkout whose programs it runs
   * @param directory gets its work directory and its log
   * @param settings more of its environment
   */
  public static NodeProcess start(
      Path home, String id, URI api, String key, Path directory, Map<String, String> settings)
      throws IOException {
    Files.createDirectories(directory);
    String mark = UUID.randomUUID().toString();
    ProcessBuilder builder =
        new ProcessBuilder(
            home.resolve("trainer-node/bin/trainer-node").toString(),
            "--api",
            api.toString(),
            "--node-id",
            id,
            "--work-dir",
            directory.resolve("work").toString());
    builder.environment().put("BATON_API_KEY", key);
    builder.environment().put("BATON_TRAINER", home.resolve("sdxl-lora/bin/sdxl-lora").toString());
    // Threads of libtorch that wait by spinning starve whatever else runs on the same cores.
    builder.environment().put("OMP_NUM_THREADS", "1");
    builder.environment().putAll(settings);
    builder.environment().put(MARK, mark);
    builder.redirectErrorStream(true);
    builder.redirectOutput(directory.resolve("agent.log").toFile());
    return new NodeProcess(id, mark, directory, builder.start());
  }

  public String id() {
    return id;
  }

  /** Where the files of a job lie. */
  public Path jobDirectory(String job) {
    return directory.resolve("work/jobs").resolve(job);
  }

  public List<String> log() throws IOException {
    return Files.readAllLines(directory.resolve("agent.log"));
  }

  public boolean isAlive() {
    return agent.isAlive();
  }

  /** SIGTERM to the agent, as a machine that is about to go away sends it. */
  public void terminate() {
    agent.destroy();
  }

  /** SIGKILL to the agent and to everything that it started, until nothing of it is left. */
  public void kill() {
    List<ProcessHandle> all = marked();
    agent.destroyForcibly();
    while (!all.isEmpty()) {
      all.forEach(ProcessHandle::destroyForcibly);
      all.forEach(process -> process.onExit().join());
      all = marked();
    }
  }

  /** Whether the agent ended within that time. */
  public boolean awaitEnd(Duration atMost) throws InterruptedException {
    return agent.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  private List<ProcessHandle> marked() {
    String entry = MARK + "=" + mark;
    return ProcessHandle.allProcesses().filter(process -> carries(process, entry)).toList();
  }

  private static boolean carries(ProcessHandle process, String entry) {
    try {
      Path environment = Path.of("/proc", Long.toString(process.pid()), "environ");
      return new String(Files.readAllBytes(environment), StandardCharsets.UTF_8).contains(entry);
    } catch (IOException goneOrNotOurs) {
      return false;
    }
  }

  /** Kills what is left of it; its log stays. */
  @Override
  public void close() throws IOException {
    kill();
    deleteFiles();
  }

  private void deleteFiles() throws IOException {
    Path work = directory.resolve("work");
    if (!Files.exists(work)) {
      return;
    }
    try (Stream<Path> files = Files.walk(work)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
