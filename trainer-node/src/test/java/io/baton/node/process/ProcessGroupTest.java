package io.baton.node.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.node.fixture.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, each with a child that nobody would end. */
class ProcessGroupTest {
  /** Tells its child's process id in a file and waits for it. */
  private static final String FAMILY = "sleep 1000 & echo $! > child.part; mv child.part child; ";

  @TempDir Path directory;
  private ProcessGroup group;

  @AfterEach
  void tearDown() {
    if (group != null) {
      group.kill();
    }
  }

  @Test
  void kill_takes_what_the_command_started() throws IOException {
    start(FAMILY + "wait");
    long child = child();

    group.kill();

    Await.until("both are dead", () -> !runs(child) && !group.isAlive());
  }

  @Test
  void kill_takes_what_a_command_that_has_ended_left() throws Exception {
    start(FAMILY + "exit 3");
    long child = child();
    assertThat(group.leader().waitFor()).isEqualTo(3);
    assertThat(group.isAlive()).isTrue();

    group.kill();

    Await.until("it is dead", () -> !runs(child));
  }

  @Test
  void sigterm_is_for_the_command_itself() throws Exception {
    start("trap 'echo told > term; exit 75' TERM; " + FAMILY + "wait");
    long child = child();

    group.terminate();

    assertThat(group.leader().waitFor()).isEqualTo(75);
    assertThat(directory.resolve("term")).hasContent("told");
    assertThat(runs(child)).isTrue();
    group.terminateAll();
    Await.until("the child is dead", () -> !runs(child));
  }

  @Test
  void sigkill_of_whoever_started_it_ends_it_and_what_it_started() throws Exception {
    Process starter =
        startElsewhere(
            "trap '' TERM HUP; " + FAMILY + "echo $$ > self.part; mv self.part self; wait");
    long child = child();
    long command = number("self");

    starter.destroyForcibly();

    Await.until("both are dead", () -> !runs(child) && !runs(command));
  }

  @Test
  void sigkill_of_the_starters_whole_group_ends_it_as_well() throws Exception {
    Process starter = startElsewhere(FAMILY + "wait");
    long child = child();

    new ProcessBuilder("sh", "-c", "kill -KILL -" + starter.pid()).start().waitFor();

    Await.until("it is dead", () -> !runs(child));
  }

  @Test
  void command_gets_its_words_directory_and_an_empty_input() throws Exception {
    group =
        ProcessGroup.start(
            new ProcessBuilder("sh", "-c", "cat; pwd; echo \"$1\"", "sh", "a 'b' \"$c\"\n*")
                .directory(directory.toFile()));

    assertThat(new String(group.leader().getInputStream().readAllBytes()))
        .isEqualTo(directory.toRealPath() + "\na 'b' \"$c\"\n*\n");
    assertThat(group.leader().waitFor()).isZero();
  }

  @Test
  void command_that_is_not_there_ends_as_in_a_shell() throws Exception {
    group = ProcessGroup.start(new ProcessBuilder("/no/such/program"));

    assertThat(group.leader().waitFor()).isEqualTo(127);
    assertThat(new String(group.leader().getErrorStream().readAllBytes()))
        .contains("/no/such/program");
  }

  private void start(String script) throws IOException {
    group =
        ProcessGroup.start(
            new ProcessBuilder("sh", "-c", script)
                .directory(directory.toFile())
                .redirectErrorStream(true));
  }

  /** As a group leader, of a starter that is another process. */
  private Process startElsewhere(String script) throws IOException {
    List<String> command =
        List.of(
            "setsid",
            ProcessHandle.current().info().command().orElseThrow(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            GroupStarter.class.getName(),
            "sh",
            "-c",
            script);
    return new ProcessBuilder(command).directory(directory.toFile()).start();
  }

  private long child() {
    return number("child");
  }

  private long number(String file) {
    Path path = directory.resolve(file);
    Await.until(file, () -> Files.exists(path));
    try {
      return Long.parseLong(Files.readString(path).strip());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Dead is also who waits to be reaped. */
  private static boolean runs(long process) {
    try {
      String stat = Files.readString(Path.of("/proc/" + process + "/stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException gone) {
      return false;
    }
  }
}
