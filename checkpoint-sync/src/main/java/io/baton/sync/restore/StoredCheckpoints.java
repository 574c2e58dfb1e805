package io.baton.sync.restore;

import io.baton.sync.store.ListableStore;
import io.baton.sync.store.ObjectKey;
import io.baton.sync.store.ObjectStat;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds committed checkpoints in a store by the names of their manifests. */
public final class StoredCheckpoints {
  private static final Pattern MANIFEST =
      Pattern.compile("(?:.*/)?checkpoint-(0|[1-9][0-9]{0,8})/manifest\\.json");

  private StoredCheckpoints() {}

  /**
   * All that is committed below a prefix, of every run, newest first: by step, and for the same
   * step the one of the run whose prefix sorts last.
   */
  public static List<Candidate> newestFirst(ListableStore store, Optional<ObjectKey> prefix) {
    return among(store.list(prefix).stream().map(ObjectStat::key).toList());
  }

  /** The same of keys that are known already. */
  public static List<Candidate> among(Collection<ObjectKey> keys) {
    return keys.stream()
        .flatMap(key -> candidate(key).stream())
        .sorted(
            Comparator.comparingInt(Candidate::step)
                .thenComparing(Candidate::manifestKey)
                .reversed())
        .toList();
  }

  private static Optional<Candidate> candidate(ObjectKey key) {
    Matcher matcher = MANIFEST.matcher(key.value());
    // A trainer's own file of that name is deeper: …/checkpoint-N/files/….
    return matcher.matches() && !key.value().contains("/files/")
        ? Optional.of(new Candidate(Integer.parseInt(matcher.group(1)), key, Optional.empty()))
        : Optional.empty();
  }
}
