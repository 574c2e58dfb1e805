package io.baton.sync.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.sync.SyncError;
import io.baton.sync.store.UnreliableStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FetchTest extends TransfersFixture {
  private Path target() {
    return directory.resolve("fetched");
  }

  private byte[] stored(int seed) {
    byte[] content = new byte[SIZE];
    new Random(seed).nextBytes(content);
    memory.objects().put(KEY, content);
    return content;
  }

  private void fetch() {
    transfers().fetch(KEY, SIZE, target(), deadline());
  }

  private void assertFetched(byte[] content) throws IOException {
    assertThat(Files.readAllBytes(target())).isEqualTo(content);
  }

  private void fetchTwoPartsAndDie() {
    AtomicInteger begun = new AtomicInteger();
    store.beforeStretch(
        stretch -> {
          if (begun.incrementAndGet() > 2) {
            throw failure(SyncError.CANCELED);
          }
        });
    assertFails(SyncError.CANCELED, this::fetch);
    assertThat(store.fetched()).hasSize(2);
    store.beforeStretch(stretch -> {});
  }

  @Test
  void only_the_part_that_breaks_is_fetched_again() throws IOException {
    byte[] content = stored(1);
    AtomicInteger tries = new AtomicInteger();
    store.beforeStretch(
        stretch -> {
          if (stretch.offset() == PART && tries.incrementAndGet() <= 2) {
            throw UnreliableStore.down();
          }
        });
    fetch();
    assertFetched(content);
    assertThat(store.fetched()).hasSize(4).doesNotHaveDuplicates();
    assertThat(journals()).isEmptyDirectory();
  }

  @Test
  void a_new_process_fetches_what_is_missing() throws IOException {
    byte[] content = stored(1);
    fetchTwoPartsAndDie();
    fetch();
    assertFetched(content);
    assertThat(store.fetched()).hasSize(4).doesNotHaveDuplicates();
  }

  @Test
  void an_object_that_was_replaced_meanwhile_is_not_mixed_with_what_is_there() throws IOException {
    stored(1);
    fetchTwoPartsAndDie();
    byte[] replaced = stored(2);
    fetch();
    assertFetched(replaced);
  }

  @Test
  void an_object_that_is_replaced_under_the_fetch_is_an_error() {
    stored(1);
    store.beforeStretch(
        stretch -> {
          if (stretch.offset() > PART) {
            stored(2);
          }
        });
    assertFails(SyncError.OBJECT_CORRUPT, this::fetch);
  }

  @Test
  void a_partial_file_that_is_gone_is_fetched_whole() throws IOException {
    byte[] content = stored(1);
    fetchTwoPartsAndDie();
    Files.delete(target());
    fetch();
    assertFetched(content);
    assertThat(store.fetched()).hasSize(2 + 4);
  }

  @Test
  void a_file_of_the_right_size_that_nobody_knows_of_is_not_trusted() throws IOException {
    byte[] content = stored(1);
    Files.write(target(), new byte[SIZE]);
    fetch();
    assertFetched(content);
  }

  @Test
  void a_finished_fetch_is_not_gone_on_with() throws IOException {
    stored(1);
    fetch();
    byte[] other = stored(2);
    fetch();
    assertFetched(other);
  }

  @Test
  void an_object_of_another_size_never_fills_the_disk_beyond_the_size() throws IOException {
    memory.objects().put(KEY, new byte[SIZE + 1]);
    assertFails(SyncError.OBJECT_CORRUPT, this::fetch);
    memory.objects().put(KEY, new byte[SIZE - 1]);
    assertFails(SyncError.OBJECT_CORRUPT, this::fetch);
    assertThat(Files.size(target())).isEqualTo(SIZE);
    assertThat(store.fetched()).isEmpty();
  }

  @Test
  void a_missing_object_is_missing() {
    assertFails(SyncError.OBJECT_MISSING, this::fetch);
  }
}
