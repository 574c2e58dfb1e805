package io.baton.sync.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.sync.SyncError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DirectoryStoreTest extends ListableStoreBehaviour {
  @Override
  ListableStore open() {
    return new DirectoryStore(directory.resolve("store"));
  }

  @Test
  void what_is_below_an_object_is_missing() {
    ObjectKey key = new ObjectKey("run/weights");
    store.put(key, bytes("an object"));
    assertThat(store.head(key.resolve("below"))).isEmpty();
    assertFails(SyncError.OBJECT_MISSING, () -> store.get(key.resolve("below"), 100));
  }

  @Test
  void a_link_does_not_lead_out_of_the_store() throws IOException {
    Path outside = Files.createDirectory(directory.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "secret");
    Path inside = Files.createDirectories(directory.resolve("store/run"));
    Files.createSymbolicLink(inside.resolve("folder"), outside);
    Files.createSymbolicLink(inside.resolve("file"), outside.resolve("secret"));

    assertFails(SyncError.ACCESS_DENIED, () -> store.get(new ObjectKey("run/folder/secret"), 100));
    assertFails(
        SyncError.ACCESS_DENIED, () -> store.put(new ObjectKey("run/folder/new"), bytes("x")));
    assertFails(SyncError.OBJECT_MISSING, () -> store.get(new ObjectKey("run/file"), 100));
    assertThat(outside)
        .isDirectoryContaining("glob:**secret")
        .isDirectoryNotContaining("glob:**new");
  }

  @Test
  void what_a_killed_writer_left_is_no_object() throws IOException {
    store.put(new ObjectKey("run/a"), bytes("x"));
    Files.writeString(directory.resolve("store/.partial/left-over"), "half");
    assertThat(((ListableStore) store).list(Optional.empty()))
        .extracting(stat -> stat.key().value())
        .containsExactly("run/a");
    assertFails(SyncError.BAD_INPUT, () -> store.get(new ObjectKey(".partial/left-over"), 100));
  }
}
