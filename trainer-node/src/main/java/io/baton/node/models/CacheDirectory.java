package io.baton.node.models;

import io.baton.node.clock.NodeClock;
import io.baton.node.prepare.JobDirectory;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The models that this machine keeps, for all of its agents:
 *
 * <pre>
 * models/DIGEST/       a whole model, verified; DIGEST.json tells its files
 * fetching/ID/         a download that is under way or was broken off; ID.json tells its size
 * locks/               who uses which of them
 * </pre>
 */
final class CacheDirectory {
  private static final Logger LOG = System.getLogger(CacheDirectory.class.getName());
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
  private static final String RECORD_END = ".json";

  /** A download's size, for others that make room meanwhile. */
  record Planned(long bytes) {}

  private final Path root;
  private final long limit;
  private final NodeClock clock;

  CacheDirectory(Path root, long limitBytes, NodeClock clock) {
    this.root = root;
    this.limit = limitBytes;
    this.clock = clock;
  }

  Path names() {
    return root.resolve("names");
  }

  /** Holds a model if all of it is there. */
  Optional<HeldModel> hold(String digest) throws IOException, InterruptedException {
    try (CacheLock whole = awaitAlone(lock("cache"))) {
      Path directory = model(digest);
      Optional<ModelRecord> record = ModelRecord.read(record(digest), ModelRecord.class);
      if (record.isEmpty() || !record.get().isIn(directory)) {
        return Optional.empty();
      }
      Optional<CacheLock> use = CacheLock.shared(lock(digest));
      if (use.isEmpty()) {
        return Optional.empty();
      }
      touch(digest);
      return Optional.of(new HeldModel(directory, () -> release(digest, use.get())));
    }
  }

  private void release(String digest, CacheLock use) {
    try (use) {
      touch(digest);
    } catch (IOException e) {
      LOG.log(Level.WARNING, () -> "The model " + digest + " could not be released: " + e);
    }
  }

  private void touch(String digest) throws IOException {
    if (Files.exists(record(digest))) {
      Files.setLastModifiedTime(record(digest), FileTime.fromMillis(System.currentTimeMillis()));
    }
  }

  boolean has(String digest) {
    return Files.exists(record(digest)) && Files.isDirectory(model(digest));
  }

  /** Waits while another agent fetches the same. */
  CacheLock startFetch(String id) throws IOException, InterruptedException {
    return awaitAlone(lock("fetching-" + id));
  }

  /**
   * The directory of a download, after room was made for the whole of it.
   *
   * @return empty if there is none: what else is there is in use
   */
  Optional<Path> fetching(String id, long bytes) throws IOException, InterruptedException {
    try (CacheLock whole = awaitAlone(lock("cache"))) {
      Optional<List<Eviction.Entry>> leave = Eviction.choose(entriesBut(id), limit, bytes);
      if (leave.isEmpty()) {
        return Optional.empty();
      }
      for (Eviction.Entry entry : leave.get()) {
        LOG.log(
            Level.INFO,
            () -> "Deleting " + entry.name() + " (" + entry.bytes() + " bytes) to make room");
        delete(root.resolve(entry.name()));
      }
      Path directory = fetchingDirectory(id);
      Files.createDirectories(directory);
      ModelRecord.write(planned(id), new Planned(bytes));
      return Optional.of(directory);
    }
  }

  /** Makes a download a model, or drops it where the same content is there already. */
  void finish(String id, ModelRecord record) throws IOException, InterruptedException {
    String digest = record.digest();
    try (CacheLock whole = awaitAlone(lock("cache"))) {
      Path model = model(digest);
      if (ModelRecord.read(record(digest), ModelRecord.class).isEmpty() || !record.isIn(model)) {
        JobDirectory.deleteTree(model);
        Files.createDirectories(model.getParent());
        ModelRecord.write(record(digest), record);
        Files.move(fetchingDirectory(id), model, StandardCopyOption.ATOMIC_MOVE);
      }
      delete(fetchingDirectory(id));
    }
  }

  private List<Eviction.Entry> entriesBut(String id) throws IOException {
    List<Eviction.Entry> entries = new ArrayList<>();
    for (Path model : directories(root.resolve("models"))) {
      String digest = model.getFileName().toString();
      long bytes =
          ModelRecord.read(record(digest), ModelRecord.class).map(ModelRecord::bytes).orElse(0L);
      entries.add(entry(model, bytes, record(digest), digest));
    }
    for (Path download : directories(root.resolve("fetching"))) {
      String other = download.getFileName().toString();
      if (!other.equals(id)) {
        long bytes = ModelRecord.read(planned(other), Planned.class).map(Planned::bytes).orElse(0L);
        entries.add(entry(download, bytes, planned(other), "fetching-" + other));
      }
    }
    return entries;
  }

  private Eviction.Entry entry(Path directory, long bytes, Path record, String lockName)
      throws IOException {
    FileTime lastUsed =
        Files.exists(record) ? Files.getLastModifiedTime(record) : FileTime.fromMillis(0);
    Optional<CacheLock> free = CacheLock.alone(lock(lockName));
    if (free.isPresent()) {
      free.get().close();
    }
    return new Eviction.Entry(
        root.relativize(directory).toString(), bytes, lastUsed, free.isEmpty());
  }

  private static void delete(Path directory) throws IOException {
    Files.deleteIfExists(directory.resolveSibling(directory.getFileName() + RECORD_END));
    if (Files.exists(directory)) {
      JobDirectory.deleteTree(directory);
    }
  }

  private CacheLock awaitAlone(Path file) throws IOException, InterruptedException {
    while (true) {
      Optional<CacheLock> held = CacheLock.alone(file);
      if (held.isPresent()) {
        return held.get();
      }
      clock.pause(LOOK_AGAIN);
    }
  }

  private static List<Path> directories(Path parent) throws IOException {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(parent)) {
      return children.filter(Files::isDirectory).sorted().toList();
    }
  }

  private Path model(String digest) {
    return root.resolve("models").resolve(digest);
  }

  private Path record(String digest) {
    return root.resolve("models").resolve(digest + RECORD_END);
  }

  private Path fetchingDirectory(String id) {
    return root.resolve("fetching").resolve(id);
  }

  private Path planned(String id) {
    return root.resolve("fetching").resolve(id + RECORD_END);
  }

  private Path lock(String name) {
    return root.resolve("locks").resolve(name + ".lock");
  }
}
