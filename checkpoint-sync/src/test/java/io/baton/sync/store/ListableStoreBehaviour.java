package io.baton.sync.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store that can list does alike. */
abstract class ListableStoreBehaviour extends ObjectStoreBehaviour {
  @Override
  abstract ListableStore open();

  private ListableStore listable() {
    return (ListableStore) store;
  }

  @Test
  void an_empty_store_lists_nothing() {
    assertThat(listable().list(Optional.empty())).isEmpty();
    assertThat(listable().list(Optional.of(new ObjectKey("nothing/here")))).isEmpty();
  }

  @Test
  void a_listing_holds_all_keys_in_order_with_their_sizes() {
    store.put(new ObjectKey("b/2"), bytes("22"));
    store.put(new ObjectKey("a/1"), bytes("1"));
    store.put(new ObjectKey("b/c/3"), bytes("333"));
    assertThat(listable().list(Optional.empty()))
        .extracting(stat -> stat.key() + "=" + stat.size())
        .containsExactly("a/1=1", "b/2=2", "b/c/3=3");
  }

  @Test
  void a_prefix_ends_at_a_slash() {
    store.put(new ObjectKey("run-1/a"), bytes("1"));
    store.put(new ObjectKey("run-10/a"), bytes("1"));
    assertThat(listable().list(Optional.of(new ObjectKey("run-1"))))
        .extracting(stat -> stat.key().value())
        .containsExactly("run-1/a");
  }

  @Test
  void a_listing_goes_on_after_the_first_thousand() {
    IntStream.range(0, 1005)
        .forEach(number -> store.put(new ObjectKey("many/" + number), bytes("x")));
    assertThat(listable().list(Optional.of(new ObjectKey("many")))).hasSize(1005);
  }

  @Test
  void uploads_that_nobody_finished_are_listed_until_they_are_given_up() throws IOException {
    Path file = randomFile(1000);
    PartStore parts = store.parts().orElseThrow();
    PartedUpload one = parts.begin(new ObjectKey("run-1/a b"), 1000, PART);
    parts.send(one, 1, FileSlice.whole(file), Pace.FREE);
    PartedUpload other = parts.begin(new ObjectKey("run-10/a"), 1000, PART);
    SentPart sent = parts.send(other, 1, FileSlice.whole(file), Pace.FREE);
    PartedUpload another = parts.begin(new ObjectKey("run-1/b"), 1000, PART);
    assertThat(unfinished(Optional.of(new ObjectKey("run-1"))))
        .containsExactlyInAnyOrder(one, another);
    assertThat(unfinished(Optional.empty())).containsExactlyInAnyOrder(one, other, another);

    parts.complete(other, List.of(sent));
    parts.abort(one);
    assertThat(unfinished(Optional.empty())).containsExactly(another);
    assertThat(listable().list(Optional.empty()))
        .extracting(stat -> stat.key().value())
        .containsExactly("run-10/a");
  }

  private List<PartedUpload> unfinished(Optional<ObjectKey> prefix) {
    return listable().unfinished(prefix).stream().map(UnfinishedUpload::upload).toList();
  }
}
