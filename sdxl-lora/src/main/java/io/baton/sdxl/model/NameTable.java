package io.baton.sdxl.model;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Modules under two names each; what follows a module's name stays as it is. */
final class NameTable {

  private final Map<String, String> diffusersByOther = new HashMap<>();
  private final Map<String, String> otherByDiffusers = new HashMap<>();

  void add(String other, String diffusers) {
    if (diffusersByOther.put(other, diffusers) != null
        || otherByDiffusers.put(diffusers, other) != null) {
      throw new IllegalArgumentException("%s or %s is there".formatted(other, diffusers));
    }
  }

  Optional<String> toDiffusers(String other) {
    return renamed(other, diffusersByOther);
  }

  Optional<String> fromDiffusers(String diffusers) {
    return renamed(diffusers, otherByDiffusers);
  }

  private static Optional<String> renamed(String name, Map<String, String> modules) {
    for (int end = name.length(); end > 0; end = name.lastIndexOf('.', end - 1)) {
      String module = modules.get(name.substring(0, end));
      if (module != null) {
        return Optional.of(module + name.substring(end));
      }
    }
    return Optional.empty();
  }
}
