package io.baton.node.sync;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import io.baton.sync.manifest.Manifest;
import io.baton.sync.manifest.ManifestFile;
import io.baton.sync.manifest.ManifestJson;
import io.baton.sync.manifest.RelativePath;
import io.baton.sync.manifest.Sha256;
import io.baton.sync.store.ObjectKey;
import io.baton.sync.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The class images that a trainer drew. They are in storage before a checkpoint that was trained
 * with them is committed, so that an attempt on another machine, which might draw others, goes on
 * with the same. A list in each attempt's prefix names them, wherever an earlier attempt stored
 * them.
 */
final class DrawnClassImages {
  private static final String LIST = "class-images.json";

  /** A list has the form of a checkpoint's manifest, which has a step. */
  private static final int NO_STEP = 1;

  private final ObjectStore store;
  private final String attemptPrefix;
  private final Path directory;
  private final Set<String> ofDataset;
  private final Map<String, ManifestFile> stored = new TreeMap<>();
  private boolean listed;

  /**
   * Of an attempt.
   *
   * @param directory where the trainer puts them
   * @param ofDataset names of files there that it did not draw
   */
  DrawnClassImages(ObjectStore store, String attemptPrefix, Path directory, Set<String> ofDataset) {
    this.store = store;
    this.attemptPrefix = attemptPrefix;
    this.directory = directory;
    this.ofDataset = Set.copyOf(ofDataset);
  }

  /** Stores them, once. The trainer has drawn them all before its first step. */
  void store() {
    if (listed) {
      return;
    }
    for (Path image : drawn()) {
      String name = image.getFileName().toString();
      if (!stored.containsKey(name)) {
        ObjectKey key = new ObjectKey(attemptPrefix + "class-images/" + name);
        store.put(key, image);
        stored.put(
            name, new ManifestFile(new RelativePath(name), size(image), Sha256.of(image), key));
      }
    }
    if (!stored.isEmpty()) {
      Manifest list = new Manifest(NO_STEP, List.copyOf(stored.values()));
      store.put(new ObjectKey(attemptPrefix + LIST), ManifestJson.write(list));
    }
    listed = true;
  }

  /** Fetches those that a checkpoint was trained with; where none were drawn, nothing happens. */
  void fetch(ObjectKey checkpointManifest) {
    ObjectKey key = new ObjectKey(attemptOf(checkpointManifest.value()) + LIST);
    Manifest list;
    try {
      list = ManifestJson.read(key, store.get(key, ManifestJson.MAX_BYTES));
    } catch (SyncException e) {
      if (e.error() == SyncError.OBJECT_MISSING) {
        return;
      }
      throw e;
    }
    for (ManifestFile file : list.files()) {
      stored.put(file.path().value(), file);
    }
    for (Path other : drawn()) {
      if (!stored.containsKey(other.getFileName().toString())) {
        delete(other);
      }
    }
    stored.values().forEach(this::fetch);
  }

  private void fetch(ManifestFile file) {
    Path target = directory.resolve(file.path().value());
    if (Files.isRegularFile(target) && Sha256.of(target).equals(file.sha256())) {
      return;
    }
    Path unfinished = directory.resolve("." + file.path().value() + ".part");
    store.get(file.key(), unfinished, file.size());
    if (!Sha256.of(unfinished).equals(file.sha256())) {
      throw new SyncException(
          SyncError.OBJECT_CORRUPT,
          "The class image " + file.key() + " is not what its list says.");
    }
    try {
      Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw SyncException.local("writing", target, e);
    }
  }

  /** The prefix of the attempt that committed a checkpoint. */
  private static String attemptOf(String manifestKey) {
    int checkpoint = manifestKey.lastIndexOf('/', manifestKey.lastIndexOf('/') - 1);
    return manifestKey.substring(0, checkpoint + 1);
  }

  private List<Path> drawn() {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .filter(file -> !ofDataset.contains(file.getFileName().toString()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw SyncException.local("listing", directory, e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw SyncException.local("deleting", file, e);
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw SyncException.local("reading", file, e);
    }
  }
}
