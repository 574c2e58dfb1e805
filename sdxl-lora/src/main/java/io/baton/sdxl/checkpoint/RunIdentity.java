package io.baton.sdxl.checkpoint;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What decides the bytes of a run's LoRA: options by their names on the command line, and digests
 * of model and images. Paths are no part of it, so a run can move to another machine.
 */
public record RunIdentity(SortedMap<String, String> options) {

  public RunIdentity {
    options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
  }

  public RunIdentity(Map<String, String> options) {
    this(new TreeMap<>(options));
  }

  /**
   * An option that differs.
   *
   * @param here its value, or {@code not set}
   * @param there its value in the checkpoint
   */
  public record Difference(String option, String here, String there) {

    /** Such as {@code --rank is 8 here and 4 in the checkpoint}. */
    @Override
    public String toString() {
      return "%s is %s here and %s in the checkpoint".formatted(option, here, there);
    }
  }

  /** What differs, by name. */
  public List<Difference> differencesFrom(RunIdentity checkpoint) {
    List<Difference> differences = new ArrayList<>();
    SortedMap<String, String> all = new TreeMap<>(checkpoint.options);
    all.putAll(options);
    for (String name : all.keySet()) {
      String here = options.getOrDefault(name, "not set");
      String there = checkpoint.options.getOrDefault(name, "not set");
      if (!here.equals(there)) {
        differences.add(new Difference(name, here, there));
      }
    }
    return differences;
  }
}
