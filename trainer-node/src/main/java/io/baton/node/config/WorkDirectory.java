package io.baton.node.config;

import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.node.NodeId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * An agent's own directory: {@code agent.lock}, {@code node-id}, {@code jobs/}. No second agent can
 * use it while it is open.
 */
public final class WorkDirectory implements AutoCloseable {
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

  public Path jobs() {
    return root.resolve("jobs");
  }

  /** The name that was made up for this node when it first ran. */
  public NodeId nodeId() {
    Path file = root.resolve("node-id");
    try {
      if (!Files.exists(file)) {
        Path unfinished = root.resolve("node-id.part");
        Files.writeString(unfinished, "node-" + UUID.randomUUID() + "\n");
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      }
      return new NodeId(Files.readString(file).strip());
    } catch (IOException | InvalidFieldException e) {
      throw new ConfigException(
          "The node's name cannot be read from " + file + " (" + e + "); set --node-id.", e);
    }
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
