package io.baton.node.models;

import io.baton.node.clock.NodeClock;
import io.baton.node.failure.AttemptFailedException;
import io.baton.protocol.work.FailureClass;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Models of hubs and buckets: found here, or fetched, verified and then kept. */
final class ModelCache {
  private static final Logger LOG = System.getLogger(ModelCache.class.getName());

  /** For logs and checkpoints of a trainer that shares the disk. */
  private static final long DISK_RESERVE_BYTES = 256L << 20;

  private final ModelSettings settings;
  private final NodeClock clock;
  private final Duration patience;
  private final ModelObserver observer;
  private final CacheDirectory directory;
  private final KnownNames names;
  private final SourceHttp http = new SourceHttp();

  ModelCache(ModelSettings settings, NodeClock clock, Duration patience, ModelObserver observer) {
    this.settings = settings;
    this.clock = clock;
    this.patience = patience;
    this.observer = observer;
    this.directory = new CacheDirectory(settings.cache(), settings.cacheBytes(), clock);
    this.names = new KnownNames(directory.names());
  }

  /** What is wanted of a source at one moment. */
  private record Wanted(RemoteListing listing, List<RemoteFile> files) {
    String version() {
      StringBuilder text = new StringBuilder(listing.version());
      files.forEach(file -> text.append('\n').append(file));
      return KnownNames.id(text.toString());
    }

    long bytes() {
      return files.stream().mapToLong(RemoteFile::size).sum();
    }
  }

  HeldModel acquire(ModelRequest request, ModelLocation location, Runnable onFetch)
      throws AttemptFailedException, IOException, InterruptedException {
    Optional<KnownNames.Known> known = names.find(location, request);
    if (known.isPresent() && isCommit(location)) {
      Optional<HeldModel> held = directory.hold(known.get().digest());
      if (held.isPresent()) {
        observer.found();
        return held.get();
      }
    }
    ModelFetch fetch = new ModelFetch(source(location), location, clock, patience);
    RemoteListing listing;
    try {
      listing = fetch.list();
    } catch (AttemptFailedException e) {
      return withoutItsSource(known, e);
    }
    Wanted wanted = new Wanted(listing, WantedFiles.of(request, location, listing.files()));
    String id = wanted.version();
    try (CacheLock fetching = directory.startFetch(id)) {
      Optional<HeldModel> held = current(location, request, id);
      if (held.isPresent()) {
        observer.found();
        return held.get();
      }
      observer.missed();
      onFetch.run();
      String digest = fetch(request, location, wanted, fetch);
      names.remember(location, request, id, digest);
      return directory
          .hold(digest)
          .orElseThrow(() -> new IOException(location + " was deleted as soon as it was fetched"));
    }
  }

  /** A branch may move on; while nobody can say so, what is here is what it was. */
  private HeldModel withoutItsSource(
      Optional<KnownNames.Known> known, AttemptFailedException failure)
      throws AttemptFailedException, IOException, InterruptedException {
    if (known.isPresent() && failure.failureClass() == FailureClass.STORAGE_DOWN) {
      Optional<HeldModel> held = directory.hold(known.get().digest());
      if (held.isPresent()) {
        LOG.log(
            Level.WARNING,
            () -> failure.getMessage() + " Training on what was fetched of it earlier.");
        observer.found();
        return held.get();
      }
    }
    throw failure;
  }

  /** What is here, also if another agent has just fetched it. */
  private Optional<HeldModel> current(ModelLocation location, ModelRequest request, String version)
      throws IOException, InterruptedException {
    Optional<KnownNames.Known> known =
        names.find(location, request).filter(name -> name.version().equals(version));
    return known.isPresent() ? directory.hold(known.get().digest()) : Optional.empty();
  }

  private String fetch(
      ModelRequest request, ModelLocation location, Wanted wanted, ModelFetch fetch)
      throws AttemptFailedException, IOException, InterruptedException {
    String id = wanted.version();
    long bytes = wanted.bytes();
    Path target = directory.fetching(id, bytes).orElseThrow(() -> noRoom(request, bytes));
    requireDisk(request, target, bytes);
    LOG.log(
        Level.INFO,
        () ->
            "Fetching the "
                + request
                + " from "
                + location
                + ": "
                + wanted.files().size()
                + " files, "
                + bytes
                + " bytes");
    if (wanted.files().stream().anyMatch(file -> file.digest().isEmpty())) {
      LOG.log(
          Level.WARNING,
          () -> location + " tells no digest of some files: only their sizes can be checked.");
    }
    Pace pace = new Pace(clock, settings.bytesPerSecond(), observer::fetched);
    ModelRecord record =
        new ModelRecord(fetch.fetch(wanted.listing(), wanted.files(), target, pace));
    directory.finish(id, record);
    LOG.log(Level.INFO, () -> "The " + request + " is here, content " + record.digest());
    return record.digest();
  }

  private AttemptFailedException noRoom(ModelRequest request, long bytes) {
    return new AttemptFailedException(
        FailureClass.DISK_FULL,
        "The "
            + request
            + " needs "
            + bytes
            + " bytes in the node's cache of models, which may hold "
            + settings.cacheBytes()
            + (bytes > settings.cacheBytes() ? "" : " and is in use")
            + "; raise --models-cache-bytes.");
  }

  private static void requireDisk(ModelRequest request, Path target, long bytes)
      throws AttemptFailedException, IOException {
    long missing = bytes + DISK_RESERVE_BYTES - sizeOf(target);
    long free = Files.getFileStore(target).getUsableSpace();
    if (free < missing) {
      throw new AttemptFailedException(
          FailureClass.DISK_FULL,
          "The "
              + request
              + " needs "
              + missing
              + " bytes more on the node's disk, which has "
              + free
              + " free; free some of it.");
    }
  }

  private static long sizeOf(Path directory) throws IOException {
    long size = 0;
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        size += Files.size(file);
      }
    }
    return size;
  }

  /** Locations of base models that are here. */
  List<String> locations() throws IOException {
    return names.all().stream()
        .filter(known -> known.role() == ModelRequest.Role.BASE && directory.has(known.digest()))
        .map(KnownNames.Known::location)
        .distinct()
        .toList();
  }

  /** Whether the source never has anything else there. */
  private static boolean isCommit(ModelLocation location) {
    return location instanceof ModelLocation.Hub hub
        && hub.revision()
            .filter(revision -> FileDigest.isForm(FileDigest.Kind.GIT_BLOB, revision))
            .isPresent();
  }

  private RemoteModel source(ModelLocation location) {
    if (location instanceof ModelLocation.Hub hub) {
      return new HubModel(hub, settings.hub(), http);
    }
    if (location instanceof ModelLocation.Bucket bucket) {
      return new BucketModel(bucket, settings.buckets());
    }
    throw new IllegalArgumentException("nothing is fetched from " + location);
  }
}
