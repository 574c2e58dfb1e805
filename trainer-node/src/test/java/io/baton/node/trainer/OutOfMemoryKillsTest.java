package io.baton.node.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Against files as cgroups(7), proc(5) and the kernel's documentation of control groups have them.
 */
class OutOfMemoryKillsTest {
  @TempDir Path proc;
  @TempDir Path groups;

  @BeforeEach
  void countOfTheMachine() throws IOException {
    write(proc.resolve("vmstat"), "nr_free_pages 7\noom_kill 9\npswpin 0\n");
  }

  @Test
  void own_group_of_version_2_is_asked() throws IOException {
    write(proc.resolve("self/cgroup"), "0::/system.slice/trainer-node.service\n");
    write(
        groups.resolve("system.slice/trainer-node.service/memory.events"),
        "low 0\nhigh 0\nmax 12\noom 3\noom_kill 2\noom_group_kill 1\n");

    assertThat(count()).isEqualTo(2);
  }

  @Test
  void container_sees_its_group_as_the_root() throws IOException {
    write(proc.resolve("self/cgroup"), "0::/\n");
    write(groups.resolve("memory.events"), "max 12\noom 3\noom_kill 3\n");

    assertThat(count()).isEqualTo(3);
  }

  @Test
  void own_group_of_version_1_is_asked() throws IOException {
    write(proc.resolve("self/cgroup"), "8:pids:/a\n4:memory:/a/b\n0::/\n");
    write(
        groups.resolve("memory/a/b/memory.oom_control"),
        "oom_kill_disable 0\nunder_oom 0\noom_kill 4\n");

    assertThat(count()).isEqualTo(4);
  }

  @Test
  void machine_is_asked_where_no_group_tells() throws IOException {
    assertThat(count()).isEqualTo(9);

    write(proc.resolve("self/cgroup"), "nonsense\n4:memory:../..\n0::/x\n");
    write(groups.resolve("x/memory.events"), "oom_kill many\n");
    assertThat(count()).isEqualTo(9);
  }

  private long count() {
    return new OutOfMemoryKills(proc, groups).count();
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
