package io.baton.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Names and values, one a line, the values in one column. */
public final class Facts {
  private record Fact(String name, String value) {}

  private final List<Fact> facts = new ArrayList<>();

  public Facts add(String name, Object value) {
    facts.add(new Fact(name, String.valueOf(value)));
    return this;
  }

  /** Leaves out what is absent. */
  public Facts add(String name, Optional<?> value) {
    value.ifPresent(present -> add(name, present));
    return this;
  }

  public void print(Console console) {
    int width = facts.stream().mapToInt(fact -> fact.name().length()).max().orElse(0);
    for (Fact fact : facts) {
      String name = fact.name() + " ".repeat(width - fact.name().length());
      console.line("  @|faint " + name + "|@  " + Text.literal(fact.value()));
    }
  }
}
