package io.baton.sdxl.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.baton.sdxl.failure.TrainingFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorCacheTest {

  private static final CacheKey KEY = new CacheKey("latents", Map.of("image", "abc", "top", "3"));
  private static final Map<String, CachedTensor> TENSORS =
      Map.of(
          "mean", new CachedTensor(List.of(1L, 2L), new float[] {1.5f, Float.NaN}),
          "logvar", new CachedTensor(List.of(), new float[] {-0.0f}));

  @TempDir Path directory;

  private final List<String> remarks = new ArrayList<>();
  private TensorCache cache;

  @BeforeEach
  void open() {
    cache = TensorCache.open(directory, remarks::add);
  }

  @Test
  void an_entry_comes_back_bit_by_bit() {
    assertThat(cache.find(KEY)).isEmpty();
    cache.store(KEY, TENSORS);
    assertThat(found(cache)).isTrue();
    assertThat(found(TensorCache.open(directory, remarks::add))).isTrue();
    assertThat(remarks).isEmpty();
  }

  @Test
  void other_keys_have_other_entries() {
    cache.store(KEY, TENSORS);
    assertThat(cache.find(new CacheKey("latents", Map.of("image", "abc", "top", "4")))).isEmpty();
    assertThat(cache.find(new CacheKey("latents", Map.of("image", "abc")))).isEmpty();
    assertThat(cache.find(new CacheKey("texts", Map.of("image", "abc", "top", "3")))).isEmpty();
  }

  @Test
  void keys_that_run_together_are_not_the_same() {
    assertThat(new CacheKey("k", Map.of("a", "bc")).fileName())
        .isNotEqualTo(new CacheKey("k", Map.of("ab", "c")).fileName());
    assertThat(new CacheKey("k", Map.of("a", "1:b1:c")).fileName())
        .isNotEqualTo(new CacheKey("k", Map.of("a", "1", "b", "c")).fileName());
  }

  /** Whatever byte is wrong, the entry is not used. */
  @Test
  void an_entry_with_any_damage_is_made_again() throws IOException {
    cache.store(KEY, TENSORS);
    Path file = onlyFile();
    byte[] whole = Files.readAllBytes(file);
    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 1;
      Files.write(file, damaged);
      // the names of the key's parts are for people; they may be wrong
      Optional<SortedMap<String, CachedTensor>> entry = cache.find(KEY);
      assertThat(entry.isEmpty() || sameAsStored(entry.orElseThrow())).as("byte %d", at).isTrue();
    }
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThat(cache.find(KEY)).as("%d bytes", length).isEmpty();
    }
    assertThat(remarks).hasSizeGreaterThan(whole.length).allMatch(text -> text.contains("damaged"));
    cache.store(KEY, TENSORS);
    assertThat(found(cache)).isTrue();
  }

  @Test
  void an_entry_under_another_entrys_name_is_not_used() throws IOException {
    CacheKey other = new CacheKey("latents", Map.of("image", "def"));
    cache.store(KEY, TENSORS);
    Files.move(onlyFile(), directory.resolve(other.fileName()));
    assertThat(cache.find(other)).isEmpty();
  }

  @Test
  void writers_of_the_same_entry_leave_one_whole_one() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Boolean>> work = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        TensorCache own = TensorCache.open(directory, remarks::add);
        work.add(
            () -> {
              own.store(KEY, TENSORS);
              return found(own);
            });
      }
      for (Future<Boolean> each : threads.invokeAll(work)) {
        assertThat(each.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(onlyFile()).exists();
  }

  @Test
  void what_a_dead_writer_left_is_deleted_after_a_day() throws IOException {
    Path old = Files.writeString(directory.resolve(".old.partial"), "x");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
    Path young = Files.writeString(directory.resolve(".young.partial"), "x");
    TensorCache.open(directory, remarks::add);
    assertThat(old).doesNotExist();
    assertThat(young).exists();
  }

  @Test
  void a_disk_that_cannot_be_written_is_told_once_and_does_no_harm() throws IOException {
    Path gone = directory.resolve("gone");
    TensorCache own = TensorCache.open(gone, remarks::add);
    Files.delete(gone);
    own.store(KEY, TENSORS);
    own.store(KEY, TENSORS);
    assertThat(own.find(KEY)).isEmpty();
    assertThat(remarks).hasSize(1);
    assertThat(remarks.get(0)).startsWith("Writing to the cache").contains("only read from now on");
  }

  @Test
  void a_file_is_no_cache() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    assertThatExceptionOfType(TrainingFailure.class)
        .isThrownBy(() -> TensorCache.open(file, remarks::add))
        .withMessageContaining(file + " cannot be a cache: it is a file");
  }

  private Path onlyFile() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      return all.get(0);
    }
  }

  private static boolean found(TensorCache cache) {
    return sameAsStored(cache.find(KEY).orElseThrow());
  }

  private static boolean sameAsStored(Map<String, CachedTensor> entry) {
    if (!entry.keySet().equals(TENSORS.keySet())) {
      return false;
    }
    for (String name : TENSORS.keySet()) {
      CachedTensor stored = TENSORS.get(name);
      if (!entry.get(name).shape().equals(stored.shape())
          || !Arrays.equals(entry.get(name).values(), stored.values())) {
        return false;
      }
    }
    return true;
  }
}
