package io.baton.sync.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.sync.SyncError;
import io.baton.sync.store.ObjectKey;
import io.baton.sync.store.UnfinishedUpload;
import io.baton.sync.store.UnreliableStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SendTest extends TransfersFixture {
  private List<UnfinishedUpload> unfinished() {
    return memory.unfinished(Optional.empty());
  }

  private void assertStored(ObjectKey key, Path file) throws IOException {
    assertThat(memory.objects().get(key)).isEqualTo(Files.readAllBytes(file));
  }

  /** A process that ends when two parts are in storage. */
  private void sendTwoPartsAndDie(Path file, ObjectKey key) {
    AtomicInteger begun = new AtomicInteger();
    store.beforePart(
        number -> {
          if (begun.incrementAndGet() > 2) {
            throw failure(SyncError.CANCELED);
          }
        });
    assertFails(SyncError.CANCELED, () -> send(transfers(), key, file));
    assertThat(store.sentParts()).hasSize(2);
    store.beforePart(number -> {});
  }

  @Test
  void a_file_no_larger_than_a_part_travels_whole() throws IOException {
    Path file = Files.write(directory.resolve("small"), new byte[PART]);
    assertThat(send(transfers(), KEY, file)).isEqualTo(KEY);
    assertStored(KEY, file);
    assertThat(store.sentParts()).isEmpty();
    assertThat(journals()).doesNotExist();
  }

  @Test
  void only_the_part_that_breaks_is_sent_again() throws IOException {
    Path file = file(1);
    AtomicInteger tries = new AtomicInteger();
    store.beforePart(
        number -> {
          if (number == 2 && tries.incrementAndGet() <= 3) {
            throw UnreliableStore.down();
          }
        });
    assertThat(send(transfers(), KEY, file)).isEqualTo(KEY);
    assertStored(KEY, file);
    assertThat(tries).hasValue(4);
    assertThat(store.sentParts()).containsExactlyInAnyOrder(1, 2, 3, 4);
    assertThat(retries).isNotEmpty().containsOnly(Thread.currentThread().getName());
    assertThat(journals()).isEmptyDirectory();
  }

  @Test
  void as_many_parts_travel_at_a_time_as_are_allowed_and_no_more() throws IOException {
    CountDownLatch both = new CountDownLatch(2);
    AtomicInteger travelling = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    store.beforePart(
        number -> {
          most.accumulateAndGet(travelling.incrementAndGet(), Math::max);
          both.countDown();
          try {
            both.await();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          travelling.decrementAndGet();
        });
    send(transfers(), KEY, file(1));
    assertThat(most).hasValue(2);
  }

  @Test
  void a_new_process_goes_on_where_the_last_one_was() throws IOException {
    Path file = file(1);
    sendTwoPartsAndDie(file, KEY);
    assertThat(send(transfers(), KEY, file)).isEqualTo(KEY);
    assertThat(store.sentParts()).containsExactlyInAnyOrder(1, 2, 3, 4);
    assertStored(KEY, file);
    assertThat(unfinished()).isEmpty();
    assertThat(journals()).isEmptyDirectory();
  }

  @Test
  void the_same_bytes_go_on_where_they_were_wherever_they_are_wanted_now() throws IOException {
    Path file = file(1);
    sendTwoPartsAndDie(file, KEY);
    Path moved = Files.move(file, directory.resolve("moved"));
    ObjectKey wanted = new ObjectKey("another-run/optimizer.bin");
    assertThat(send(transfers(), wanted, moved)).isEqualTo(KEY);
    assertThat(store.sentParts()).hasSize(4);
    assertStored(KEY, moved);
    assertThat(memory.objects()).doesNotContainKey(wanted);
  }

  @Test
  void a_file_that_changed_is_sent_anew_and_the_earlier_upload_given_up() throws IOException {
    sendTwoPartsAndDie(file(1), KEY);
    Path changed = file(2);
    assertThat(send(transfers(), KEY, changed)).isEqualTo(KEY);
    assertThat(store.sentParts()).hasSize(2 + 4);
    assertStored(KEY, changed);
    assertThat(unfinished()).isEmpty();
    assertThat(journals()).isEmptyDirectory();
  }

  @Test
  void the_upload_of_a_file_that_is_gone_is_given_up_with_the_next_one() throws IOException {
    Path file = file(1);
    sendTwoPartsAndDie(file, new ObjectKey("run/gone"));
    Files.delete(file);
    send(transfers(), KEY, file(2));
    assertThat(unfinished()).isEmpty();
    assertThat(memory.objects()).containsOnlyKeys(KEY);
  }

  @Test
  void the_upload_of_another_file_is_left_alone() throws IOException {
    Path file = file(1);
    sendTwoPartsAndDie(file, KEY);
    Path other = directory.resolve("other");
    Files.copy(file, other);
    Files.write(other, new byte[] {1}, StandardOpenOption.APPEND);
    send(transfers(), new ObjectKey("run/other"), other);
    send(transfers(), KEY, file);
    assertThat(store.sentParts()).hasSize(4 + 4);
  }

  @Test
  void an_upload_that_storage_does_not_know_any_more_begins_anew() throws IOException {
    Path file = file(1);
    sendTwoPartsAndDie(file, new ObjectKey("attempt-1/optimizer.bin"));
    unfinished().forEach(each -> memory.parts().orElseThrow().abort(each.upload()));
    assertThat(send(transfers(), KEY, file)).isEqualTo(KEY);
    assertStored(KEY, file);
    assertThat(journals()).isEmptyDirectory();
  }

  @Test
  void a_storage_that_refuses_to_put_the_parts_together_gets_them_anew_next_time()
      throws IOException {
    Path file = file(1);
    store.beforeCompletion(
        upload -> {
          throw failure(SyncError.STORAGE_FAILED);
        });
    assertFails(SyncError.STORAGE_FAILED, () -> send(transfers(), KEY, file));
    assertThat(unfinished()).isEmpty();
    store.beforeCompletion(upload -> {});
    send(transfers(), KEY, file);
    assertStored(KEY, file);
  }

  @Test
  void a_completion_whose_answer_is_lost_counts() throws IOException {
    Path file = file(1);
    store.afterCompletion(
        upload -> {
          store.afterCompletion(again -> {});
          throw UnreliableStore.down();
        });
    assertThat(send(transfers(), KEY, file)).isEqualTo(KEY);
    assertStored(KEY, file);
    assertThat(store.sentParts()).hasSize(4);
  }

  @Test
  void an_outage_ends_at_the_deadline_and_the_parts_that_are_there_stay() throws IOException {
    Path file = file(1);
    store.beforePart(
        number -> {
          if (number > 1) {
            throw UnreliableStore.down();
          }
        });
    assertFails(SyncError.STORAGE_UNREACHABLE, () -> send(transfers(), KEY, file));
    assertThat(retries).hasSizeBetween(5, 30);
    store.beforePart(number -> {});
    send(transfers(), KEY, file);
    assertThat(store.sentParts()).containsExactlyInAnyOrder(1, 2, 3, 4);
  }

  @Test
  void without_a_journal_nothing_is_left_in_storage() throws IOException {
    Path file = file(1);
    store.beforePart(
        number -> {
          if (number > 1) {
            throw failure(SyncError.ACCESS_DENIED);
          }
        });
    assertFails(SyncError.ACCESS_DENIED, () -> send(transfers(settings()), KEY, file));
    assertThat(unfinished()).isEmpty();
  }

  @Test
  void an_interruption_ends_a_transfer_at_once_and_it_can_be_gone_on_with() throws Exception {
    Path file = file(1);
    CountDownLatch travelling = new CountDownLatch(1);
    store.beforePart(
        number -> {
          if (number == 1) {
            return;
          }
          travelling.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            throw failure(SyncError.CANCELED);
          }
        });
    Thread sender =
        new Thread(() -> assertFails(SyncError.CANCELED, () -> send(transfers(), KEY, file)));
    sender.start();
    travelling.await();
    sender.interrupt();
    sender.join();
    store.beforePart(number -> {});
    send(transfers(), KEY, file);
    assertStored(KEY, file);
    assertThat(store.sentParts()).containsExactlyInAnyOrder(1, 2, 3, 4);
  }

  @Test
  void a_journal_whose_last_line_was_cut_off_is_good_up_to_there() throws IOException {
    Path file = file(1);
    sendTwoPartsAndDie(file, KEY);
    Path journal = onlyJournal();
    byte[] lines = Files.readAllBytes(journal);
    Files.write(journal, Arrays.copyOf(lines, lines.length - 5));
    send(transfers(), KEY, file);
    assertStored(KEY, file);
    assertThat(store.sentParts()).hasSize(5);
  }

  @Test
  void a_journal_that_is_none_is_no_harm() throws IOException {
    Path file = file(1);
    Path journal = Files.createDirectories(journals()).resolve("some.send");
    for (String rubbish :
        List.of("", "{}\n", "[1]\n", "no JSON\n", "{\"key\":\"../x\",\"upload\":\"\"}\n", "\n")) {
      Files.writeString(journal, rubbish, StandardCharsets.UTF_8);
      send(transfers(), KEY, file);
      assertStored(KEY, file);
      assertThat(journals()).isEmptyDirectory();
    }
  }

  @Test
  void a_file_that_was_only_touched_is_gone_on_with() throws IOException {
    Path file = file(1);
    sendTwoPartsAndDie(file, KEY);
    Files.setLastModifiedTime(file, FileTime.fromMillis(0));
    send(transfers(), KEY, file);
    assertThat(store.sentParts()).hasSize(4);
  }

  private Path onlyJournal() throws IOException {
    try (Stream<Path> files = Files.list(journals())) {
      return files.findFirst().orElseThrow();
    }
  }
}
