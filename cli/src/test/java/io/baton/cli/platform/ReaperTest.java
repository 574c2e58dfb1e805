package io.baton.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script itself, with its input closed as the death of its parent closes it. */
class ReaperTest {
  @TempDir Path directory;
  private final Process service = sleeper("600");

  @AfterEach
  void end() {
    service.destroyForcibly();
  }

  @Test
  void groups_end_when_the_parent_dies() throws Exception {
    Process reaper = reaper();

    die(reaper, "group " + service.pid());

    assertThat(service.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(reaper.waitFor(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void a_group_that_ignores_sigterm_is_killed() throws Exception {
    Process stubborn =
        new ProcessBuilder("setsid", "sh", "-c", "trap '' TERM; echo up; while :; do sleep 9; done")
            .start();
    stubborn.getInputStream().read();

    die(reaper(), "group " + stubborn.pid());

    assertThat(stubborn.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(stubborn.exitValue()).as("128 + SIGKILL").isEqualTo(137);
  }

  @Test
  void nodes_of_the_pool_end_and_a_process_that_got_the_id_of_one_does_not() throws Exception {
    Process node = sleeper("601");
    Process foreign = sleeper("602");
    try {
      Files.createDirectories(directory.resolve("nodes"));
      record("local-1", node.pid(), 0);
      record("local-2", foreign.pid(), -1);
      Process reaper = reaper();

      die(reaper, "pool " + directory);

      assertThat(node.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(reaper.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(foreign.isAlive()).isTrue();
    } finally {
      foreign.destroyForcibly();
      node.destroyForcibly();
    }
  }

  @Test
  void nothing_ends_when_all_was_stopped_in_order() throws Exception {
    Process reaper = reaper();

    die(reaper, "group " + service.pid(), "done");

    assertThat(reaper.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(service.isAlive()).isTrue();
  }

  private static Process sleeper(String seconds) {
    try {
      Process process = new ProcessBuilder("setsid", "sleep", seconds).start();
      // Its group is its own only once setsid has run.
      await().until(() -> process.info().command().filter(c -> c.contains("sleep")).isPresent());
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Process reaper() throws IOException {
    try (InputStream script = Reaper.class.getResourceAsStream("reaper.sh")) {
      return new ProcessBuilder(
              "bash", "-c", new String(script.readAllBytes(), StandardCharsets.UTF_8), "reaper")
          .inheritIO()
          .redirectInput(ProcessBuilder.Redirect.PIPE)
          .start();
    }
  }

  private static void die(Process reaper, String... lines) throws IOException {
    try (OutputStream input = reaper.getOutputStream()) {
      for (String line : lines) {
        input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private void record(String node, long id, long shift) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + id + "/stat"));
    long ticks = Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19]);
    String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    Files.writeString(
        directory.resolve("nodes/" + node + ".process"),
        id + " " + (ticks + shift) + " " + boot + "\n");
  }
}
