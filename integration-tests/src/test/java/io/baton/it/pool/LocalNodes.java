package io.baton.it.pool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The nodes of a local pool, as its directory and the kernel know them. */
public final class LocalNodes {
  private static final String SUFFIX = ".process";

  private final Path directory;

  /**
   * Those of a directory.
   *
   * @param directory of the pool
   */
  public LocalNodes(Path directory) {
    this.directory = directory;
  }

  Path directory() {
    return directory;
  }

  /** The process of each node that runs, by the node's id. */
  public Map<String, Long> processes() {
    Map<String, Long> processes = new TreeMap<>();
    Path nodes = directory.resolve("nodes");
    if (!Files.isDirectory(nodes)) {
      return processes;
    }
    try (Stream<Path> files = Files.list(nodes)) {
      for (Path file : files.filter(each -> each.toString().endsWith(SUFFIX)).toList()) {
        String name = file.getFileName().toString();
        processId(file)
            .ifPresent(id -> processes.put(name.substring(0, name.length() - SUFFIX.length()), id));
      }
      return processes;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Optional<Long> processId(Path file) throws IOException {
    try {
      long id = Long.parseLong(Files.readString(file).split(" ")[0]);
      return Optional.of(id).filter(each -> carries(each, file));
    } catch (NoSuchFileException meanwhile) {
      return Optional.empty();
    }
  }

  /** Whether that process is the node that the file tells of. */
  private static boolean carries(long id, Path file) {
    try {
      byte[] environment = Files.readAllBytes(Path.of("/proc", Long.toString(id), "environ"));
      return new String(environment, StandardCharsets.UTF_8)
          .contains("BATON_PROCESS_FILE=" + file.toAbsolutePath());
    } catch (IOException gone) {
      return false;
    }
  }

  /** SIGKILL to a node's agent; what it started ends with it. */
  public void kill(String node) {
    ProcessHandle.of(processes().get(node)).ifPresent(ProcessHandle::destroyForcibly);
  }

  /** Everything that any of its nodes ever started and that still runs. */
  void killAll() {
    String mark = "BATON_PROCESS_FILE=" + directory.toAbsolutePath();
    List<ProcessHandle> left;
    do {
      left =
          ProcessHandle.allProcesses()
              .filter(process -> environment(process).contains(mark))
              .filter(ProcessHandle::isAlive)
              .toList();
      left.forEach(ProcessHandle::destroyForcibly);
      left.forEach(process -> process.onExit().join());
    } while (!left.isEmpty());
  }

  private static String environment(ProcessHandle process) {
    try {
      return Files.readString(
          Path.of("/proc", Long.toString(process.pid()), "environ"), StandardCharsets.ISO_8859_1);
    } catch (IOException goneOrNotOurs) {
      return "";
    }
  }
}
