package io.baton.node.models;

import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Decides what leaves the cache: what was used least recently, and nothing that is in use. */
final class Eviction {
  private Eviction() {}

  /**
   * Something in the cache.
   *
   * @param name tells it apart
   * @param bytes that it takes, or will take when its download is done
   * @param inUse by an attempt or a download: it stays
   */
  record Entry(String name, long bytes, FileTime lastUsed, boolean inUse) {}

  /**
   * What to delete so that there is room, the least recently used first and no more than needed.
   *
   * @param limit bytes that the cache may hold
   * @param needed bytes to make room for
   * @return empty if there cannot be room now
   */
  static Optional<List<Entry>> choose(List<Entry> entries, long limit, long needed) {
    long excess = entries.stream().mapToLong(Entry::bytes).sum() + needed - limit;
    List<Entry> chosen = new ArrayList<>();
    List<Entry> oldestFirst =
        entries.stream()
            .filter(entry -> !entry.inUse())
            .sorted(Comparator.comparing(Entry::lastUsed).thenComparing(Entry::name))
            .toList();
    for (Entry entry : oldestFirst) {
      if (excess <= 0) {
        break;
      }
      chosen.add(entry);
      excess -= entry.bytes();
    }
    return excess <= 0 ? Optional.of(List.copyOf(chosen)) : Optional.empty();
  }
}
