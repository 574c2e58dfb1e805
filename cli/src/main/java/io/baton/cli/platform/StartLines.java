package io.baton.cli.platform;

import io.baton.cli.terminal.Console;
import io.baton.cli.terminal.Words;
import java.time.Duration;

/** Tells of each part of a platform on a line. */
public record StartLines(Console console) implements StartObserver {
  @Override
  public void ready(String what, String where, Duration took) {
    console.line("  @|green ✓|@ %-16s %-30s @|faint %s|@".formatted(what, where, Words.of(took)));
  }
}
