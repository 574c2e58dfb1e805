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

  /** What differs, each as {@code "--rank is 8 here and 4 in the checkpoint"}. */
  public List<String> differencesFrom(RunIdentity checkpoint) {
    List<String> differences = new ArrayList<>();
    SortedMap<String, String> all = new TreeMap<>(checkpoint.options);
    all.putAll(options);
    for (String name : all.keySet()) {
      String here = options.getOrDefault(name, "not set");
      String there = checkpoint.options.getOrDefault(name, "not set");
      if (!here.equals(there)) {
        differences.add("%s is %s here and %s in the checkpoint".formatted(name, here, there));
      }
    }
    return differences;
  }
}
