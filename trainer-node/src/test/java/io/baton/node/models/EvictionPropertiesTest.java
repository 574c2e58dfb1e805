package io.baton.node.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.node.models.Eviction.Entry;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

class EvictionPropertiesTest {
  @Property
  void there_is_room_and_nothing_in_use_or_needlessly_leaves(
      @ForAll("entries") List<Entry> entries,
      @ForAll @LongRange(min = 1, max = 500) long limit,
      @ForAll @LongRange(min = 0, max = 500) long needed) {
    Optional<List<Entry>> chosen = Eviction.choose(entries, limit, needed);
    long kept = entries.stream().filter(Entry::inUse).mapToLong(Entry::bytes).sum();

    assertThat(chosen.isPresent()).isEqualTo(kept + needed <= limit);
    chosen.ifPresent(
        leave -> {
          assertThat(leave).noneMatch(Entry::inUse);
          assertThat(bytes(entries) - bytes(leave) + needed).isLessThanOrEqualTo(limit);
          if (!leave.isEmpty()) {
            long last = leave.get(leave.size() - 1).bytes();
            assertThat(bytes(entries) - bytes(leave) + last + needed).isGreaterThan(limit);
          }
        });
  }

  @Property
  void what_leaves_was_used_before_everything_that_could_have_left_instead(
      @ForAll("entries") List<Entry> entries, @ForAll @LongRange(min = 1, max = 500) long limit) {
    List<Entry> leave = Eviction.choose(entries, limit, 0).orElse(List.of());

    for (Entry gone : leave) {
      assertThat(entries)
          .filteredOn(entry -> !entry.inUse() && !leave.contains(entry))
          .allMatch(stays -> stays.lastUsed().compareTo(gone.lastUsed()) >= 0);
    }
  }

  @Provide
  Arbitrary<List<Entry>> entries() {
    return Combinators.combine(
            Arbitraries.longs().between(1, 100),
            Arbitraries.longs().between(0, 5),
            Arbitraries.of(true, false))
        .as((bytes, used, inUse) -> new Entry("", bytes, FileTime.fromMillis(used), inUse))
        .list()
        .ofMaxSize(8)
        .map(EvictionPropertiesTest::named);
  }

  private static List<Entry> named(List<Entry> entries) {
    return IntStream.range(0, entries.size())
        .mapToObj(
            i ->
                new Entry(
                    "model-" + i,
                    entries.get(i).bytes(),
                    entries.get(i).lastUsed(),
                    entries.get(i).inUse()))
        .toList();
  }

  private static long bytes(List<Entry> entries) {
    return entries.stream().mapToLong(Entry::bytes).sum();
  }
}
