package io.baton.node.trainer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How often the kernel has killed a process for lack of memory: the counter {@code oom_kill} of the
 * agent's own control group, which its trainers are in (version 2: {@code memory.events}, version
 * 1: {@code memory.oom_control}), else of the whole machine ({@code /proc/vmstat}, Linux 4.13 and
 * later).
 */
final class OutOfMemoryKills {
  private static final String COUNTER = "oom_kill ";

  private final Path proc;
  private final Path groups;

  OutOfMemoryKills() {
    this(Path.of("/proc"), Path.of("/sys/fs/cgroup"));
  }

  OutOfMemoryKills(Path proc, Path groups) {
    this.proc = proc;
    this.groups = groups;
  }

  /** 0 where the kernel does not tell. */
  long count() {
    for (Path file : counters()) {
      OptionalLong count = read(file);
      if (count.isPresent()) {
        return count.getAsLong();
      }
    }
    return 0;
  }

  /** Those that may be there, the most exact first. In a container the group is the root of all. */
  private List<Path> counters() {
    String version2 = group("0::").orElse("/");
    String version1 = group("memory:").orElse("/");
    return List.of(
        below(groups, version2).resolve("memory.events"),
        groups.resolve("memory.events"),
        below(groups.resolve("memory"), version1).resolve("memory.oom_control"),
        groups.resolve("memory/memory.oom_control"),
        proc.resolve("vmstat"));
  }

  private static Path below(Path root, String group) {
    return root.resolve(group.substring(1)).normalize();
  }

  /** From lines such as {@code 0::/a/b} and {@code 4:memory:/a/b} (cgroups(7)). */
  private Optional<String> group(String mark) {
    try {
      return Files.readAllLines(proc.resolve("self/cgroup")).stream()
          .filter(line -> line.startsWith(mark) || line.contains(":" + mark))
          .map(line -> line.substring(line.indexOf(mark) + mark.length()))
          .filter(path -> path.startsWith("/"))
          .findFirst();
    } catch (IOException notTold) {
      return Optional.empty();
    }
  }

  private static OptionalLong read(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> line.startsWith(COUNTER))
          .mapToLong(line -> Long.parseLong(line.substring(COUNTER.length()).strip()))
          .findFirst();
    } catch (IOException | NumberFormatException notTold) {
      return OptionalLong.empty();
    }
  }
}
