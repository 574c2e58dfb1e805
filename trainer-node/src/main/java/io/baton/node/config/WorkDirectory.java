package io.baton.node.config;

import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.node.NodeId;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;

/**
 * An agent's own directory: {@code agent.lock}, {@code node-id}, {@code jobs/}. No second agent can
 * use it while it is open.
 */
public final class WorkDirectory implements AutoCloseable {
  private static final Logger LOG = System.getLogger(WorkDirectory.class.getName());

  private final Path root;
  private final FileChannel lockFile;

  private WorkDirectory(Path root, FileChannel lockFile) {
    this.root = root;
    this.lockFile = lockFile;
  }

  /**
   * Makes and locks it.
   *
   * @throws ConfigException if it cannot be written to or another agent uses it
   */
  public static WorkDirectory open(Path root) {
    try {
      Files.createDirectories(root.resolve("jobs"));
      FileChannel lockFile =
          FileChannel.open(
              root.resolve("agent.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!lock(lockFile)) {
        lockFile.close();
        throw new ConfigException(
            "Another agent uses the work directory " + root + "; give each agent its own.");
      }
      return new WorkDirectory(root, lockFile);
    } catch (IOException e) {
      throw new ConfigException(
          "The work directory " + root + " cannot be used (" + e + "); set --work-dir.", e);
    }
  }

  private static boolean lock(FileChannel lockFile) throws IOException {
    try {
      FileLock lock = lockFile.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException heldByThisProcess) {
      return false;
    }
  }

  /** Whether an agent uses it. */
  public static boolean isInUse(Path root) throws IOException {
    Path file = root.resolve("agent.lock");
    if (!Files.exists(file)) {
      return false;
    }
    try (FileChannel lockFile = FileChannel.open(file, StandardOpenOption.WRITE)) {
      return !lock(lockFile);
    }
  }

  public Path root() {
    return root;
  }

  public Path jobs() {
    return root.resolve("jobs");
  }

  /**
   * The name that was made up for this node when it first ran. A copy of the directory on another
   * machine gets another: two nodes of one name would take each other's leases for their own.
   */
  public NodeId nodeId() {
    return nodeId(Machine.name());
  }

  NodeId nodeId(Optional<String> machine) {
    Path file = root.resolve("node-id");
    Path madeOn = root.resolve("node-machine");
    try {
      if (Files.exists(file) && isOfAnother(madeOn, machine)) {
        LOG.log(
            Level.WARNING,
            () -> root + " comes from another machine; this node gets a name of its own.");
        Files.delete(file);
      }
      if (!Files.exists(file)) {
        write(file, "node-" + UUID.randomUUID());
      }
      if (machine.isPresent()) {
        write(madeOn, machine.get());
      }
      return new NodeId(Files.readString(file).strip());
    } catch (IOException | InvalidFieldException e) {
      throw new ConfigException(
          "The node's name cannot be read from " + file + " (" + e + "); set --node-id.", e);
    }
  }

  private static boolean isOfAnother(Path madeOn, Optional<String> machine) throws IOException {
    return machine.isPresent()
        && Files.exists(madeOn)
        && !Files.readString(madeOn).strip().equals(machine.get());
  }

  private static void write(Path file, String line) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".part");
    Files.writeString(unfinished, line + "\n");
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new ConfigException("The work directory " + root + " cannot be closed: " + e, e);
    }
  }
}
