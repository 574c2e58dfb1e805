package io.baton.autoscaler.local;

import io.baton.autoscaler.pool.ProviderException;
import io.baton.autoscaler.pool.ProviderFault;
import io.baton.protocol.node.NodeId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the local pool keeps on disk, so that a successor of a crashed autoscaler finds its nodes.
 *
 * <pre>
 *   lock                  held by the autoscaler that owns the directory
 *   last-number           of the newest node that was ever started
 *   nodes/local-3.process process id, start ticks and boot of node local-3, written by itself
 *   nodes/local-3/        its working directory
 *   logs/local-3.log      what it wrote
 * </pre>
 */
final class LocalDirectory implements AutoCloseable {
  private static final String PROCESS_SUFFIX = ".process";

  private final Path root;
  private final FileChannel lockFile;

  /** Takes the directory for this process alone. */
  LocalDirectory(Path root) {
    this.root = root.toAbsolutePath();
    try {
      Files.createDirectories(nodes());
      Files.createDirectories(logs());
      lockFile =
          FileChannel.open(
              this.root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      requireLock();
    } catch (IOException e) {
      throw new ProviderException(
          ProviderFault.CONFIGURATION,
          "The pool's directory " + this.root + " cannot be written: " + e.getMessage(),
          e);
    }
  }

  private void requireLock() throws IOException {
    FileLock lock;
    try {
      lock = lockFile.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      lock = null;
    }
    if (lock == null) {
      lockFile.close();
      throw new ProviderException(
          ProviderFault.CONFIGURATION,
          "Another autoscaler runs the pool in "
              + root
              + ": stop it, or give this pool another directory.");
    }
  }

  /** The number of the next node; no number is ever given twice. */
  int takeNumber() {
    try {
      int number = lastNumber() + 1;
      Path file = root.resolve("last-number");
      Path written = root.resolve("last-number.tmp");
      Files.writeString(written, Integer.toString(number));
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
      return number;
    } catch (IOException e) {
      throw new ProviderException(
          ProviderFault.OUTAGE,
          "The number of the next node cannot be written in " + root + ": " + e.getMessage(),
          e);
    }
  }

  private int lastNumber() throws IOException {
    try {
      return Integer.parseInt(Files.readString(root.resolve("last-number")).strip());
    } catch (NoSuchFileException firstNode) {
      return 0;
    }
  }

  Path log(NodeId node) {
    return logs().resolve(node + ".log");
  }

  Path logs() {
    return root.resolve("logs");
  }

  Path processFile(NodeId node) {
    return nodes().resolve(node + PROCESS_SUFFIX);
  }

  Path createWorkDirectory(NodeId node) {
    try {
      return Files.createDirectories(nodes().resolve(node.value()));
    } catch (IOException e) {
      throw new ProviderException(
          ProviderFault.OUTAGE,
          "The working directory of node " + node + " cannot be made: " + e.getMessage(),
          e);
    }
  }

  /** Nodes whose process files are there, in order of their numbers. */
  List<NodeId> recordedNodes() {
    try (Stream<Path> files = Files.list(nodes())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(PROCESS_SUFFIX))
          .map(name -> new NodeId(name.substring(0, name.length() - PROCESS_SUFFIX.length())))
          .sorted(
              Comparator.comparing((NodeId id) -> id.value().length()).thenComparing(NodeId::value))
          .toList();
    } catch (IOException e) {
      throw new ProviderException(
          ProviderFault.OUTAGE,
          "The process files in " + nodes() + " cannot be listed: " + e.getMessage(),
          e);
    }
  }

  /** The process that the file names; absent when it is not whole. */
  Optional<ProcessIdentity> recordedProcess(NodeId node) {
    try {
      String[] fields = Files.readString(processFile(node)).strip().split(" ");
      return fields.length == 3
          ? Optional.of(
              new ProcessIdentity(Long.parseLong(fields[0]), Long.parseLong(fields[1]), fields[2]))
          : Optional.empty();
    } catch (NoSuchFileException | NumberFormatException notRecorded) {
      return Optional.empty();
    } catch (IOException e) {
      throw new ProviderException(
          ProviderFault.OUTAGE,
          "The process file of node " + node + " cannot be read: " + e.getMessage(),
          e);
    }
  }

  /** Removes what a node leaves behind, but for its log. */
  void forget(NodeId node) {
    try {
      Path work = nodes().resolve(node.value());
      if (Files.isDirectory(work)) {
        try (Stream<Path> tree = Files.walk(work)) {
          for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
            Files.deleteIfExists(path);
          }
        }
      }
      Files.deleteIfExists(processFile(node));
    } catch (IOException e) {
      throw new ProviderException(
          ProviderFault.OUTAGE,
          "What node " + node + " left in " + nodes() + " cannot be removed: " + e.getMessage(),
          e);
    }
  }

  private Path nodes() {
    return root.resolve("nodes");
  }

  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new ProviderException(
          ProviderFault.OUTAGE, "The lock in " + root + " cannot be released.", e);
    }
  }
}
