package io.baton.sdxl.cache;

import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.safetensors.SafetensorsFile;
import io.baton.sdxl.safetensors.SafetensorsWriter;
import io.baton.sdxl.safetensors.TensorInfo;
import io.baton.sdxl.safetensors.TensorSource;
import io.baton.sdxl.safetensors.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A directory of tensors that are costly to compute, a safetensors file an entry. Whatever is wrong
 * with an entry, or with the disk, costs only the time to compute it again: an entry is used when
 * its checksum fits, and is complete before it has its name, so any number of processes can share
 * the directory.
 *
 * <p>Safe for use by several threads at once.
 */
public final class TensorCache {

  private static final String CHECKSUM = "sha256";
  private static final String PARTIAL = ".partial";

  /** No entry takes as long to write. */
  private static final Duration ABANDONED = Duration.ofHours(24);

  private final Path directory;
  private final Consumer<String> remarks;
  private volatile boolean writable = true;

  private TensorCache(Path directory, Consumer<String> remarks) {
    this.directory = directory;
    this.remarks = remarks;
  }

  /**
   * Opens a directory, makes it where it is not there, and deletes what writers that died a day ago
   * have left.
   *
   * @param remarks is told of damaged entries and of a disk that cannot be written
   * @throws TrainingFailure when there can be no such directory
   */
  public static TensorCache open(Path directory, Consumer<String> remarks) {
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw new TrainingFailure(
          FailureCode.USAGE,
          "%s cannot be a cache: it is a file; give a directory.".formatted(directory));
    }
    try {
      Files.createDirectories(directory);
      deleteAbandoned(directory);
    } catch (IOException e) {
      throw TrainingFailure.ofInputOutput("preparing the cache " + directory, e);
    }
    return new TensorCache(directory, remarks);
  }

  private static void deleteAbandoned(Path directory) throws IOException {
    FileTime limit = FileTime.from(Instant.now().minus(ABANDONED));
    List<Path> partials;
    try (Stream<Path> entries = Files.list(directory)) {
      partials = entries.filter(file -> file.getFileName().toString().endsWith(PARTIAL)).toList();
    }
    for (Path partial : partials) {
      if (Files.getLastModifiedTime(partial).compareTo(limit) < 0) {
        Files.deleteIfExists(partial);
      }
    }
  }

  /** The tensors of an entry by name; empty where there is no whole one. */
  public Optional<SortedMap<String, CachedTensor>> find(CacheKey key) {
    Path file = directory.resolve(key.fileName());
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (SafetensorsFile entry = SafetensorsFile.open(file)) {
      SortedMap<String, CachedTensor> tensors = new TreeMap<>();
      for (TensorInfo tensor : entry.tensors().values()) {
        if (tensor.type() != TensorType.F32) {
          throw new IllegalArgumentException(tensor.name() + " is " + tensor.type());
        }
        tensors.put(tensor.name(), new CachedTensor(tensor.shape(), floats(entry, tensor)));
      }
      if (checksum(key, tensors).equals(entry.metadata().get(CHECKSUM))) {
        return Optional.of(tensors);
      }
      damaged(file);
    } catch (TrainingFailure | IllegalArgumentException e) {
      damaged(file);
    }
    return Optional.empty();
  }

  /** Keeps an entry, in place of any that is there; where the disk refuses, nothing is kept. */
  public void store(CacheKey key, Map<String, CachedTensor> tensors) {
    if (!writable) {
      return;
    }
    Path file = directory.resolve(key.fileName());
    Path partial = directory.resolve(".%s%s".formatted(UUID.randomUUID(), PARTIAL));
    try {
      write(partial, key, new TreeMap<>(tensors));
      Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      writable = false;
      remarks.accept(
          "%s; the cache is only read from now on"
              .formatted(
                  TrainingFailure.ofInputOutput("writing to the cache " + directory, e)
                      .getMessage()));
      discard(partial, e);
    }
  }

  private static void write(Path file, CacheKey key, SortedMap<String, CachedTensor> tensors)
      throws IOException {
    List<TensorSource> sources = new ArrayList<>();
    tensors.forEach(
        (name, tensor) ->
            sources.add(TensorSource.ofFloats(name, tensor.shape(), tensor.values())));
    SortedMap<String, String> metadata = new TreeMap<>(key.parts());
    metadata.put(CHECKSUM, checksum(key, tensors));
    SafetensorsWriter.write(file, sources, metadata);
  }

  private static void discard(Path partial, IOException cause) {
    try {
      Files.deleteIfExists(partial);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  // Read, not mapped: a mapping would stay until it is collected.
  private static float[] floats(SafetensorsFile entry, TensorInfo tensor) {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(tensor.byteLength()));
    entry.read(tensor.name(), 0, bytes);
    float[] values = new float[Math.toIntExact(tensor.elements())];
    bytes.flip().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  private static String checksum(CacheKey key, SortedMap<String, CachedTensor> tensors) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
    digest.update(key.fileName().getBytes(StandardCharsets.UTF_8));
    tensors.forEach(
        (name, tensor) -> {
          digest.update((name + tensor.shape()).getBytes(StandardCharsets.UTF_8));
          ByteBuffer bytes = ByteBuffer.allocate(tensor.values().length * Float.BYTES);
          bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(tensor.values());
          digest.update(bytes);
        });
    return HexFormat.of().formatHex(digest.digest());
  }

  private void damaged(Path file) {
    remarks.accept("the cached %s is damaged and will be made again".formatted(file));
  }
}
