package io.baton.sdxl.torch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects a module's methods; equal ones are kept once. */
public final class ScriptLibrary {

  private record Text(String parameters, String body) {}

  private final Map<Text, ScriptMethod> methods = new LinkedHashMap<>();

  /**
   * The name of a method with this text, for {@link ScriptModule#call}.
   *
   * @param kind what a new name begins with
   */
  public String add(String kind, String parameters, String body) {
    return methods
        .computeIfAbsent(
            new Text(parameters, body),
            text -> new ScriptMethod(kind + "_" + methods.size(), parameters, body))
        .name();
  }

  public List<ScriptMethod> methods() {
    return new ArrayList<>(methods.values());
  }
}
