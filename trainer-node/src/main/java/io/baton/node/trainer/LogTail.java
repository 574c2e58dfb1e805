package io.baton.node.trainer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last lines that a trainer printed, within the contract's limits. Thread-safe. */
public final class LogTail {
  private static final int MAX_LINES = 200;
  private static final int MAX_CHARACTERS = 2000;

  private final Deque<String> lines = new ArrayDeque<>();

  public synchronized void add(String line) {
    if (lines.size() == MAX_LINES) {
      lines.removeFirst();
    }
    String clean = line.replace('\0', ' ');
    lines.addLast(clean.length() > MAX_CHARACTERS ? clean.substring(0, MAX_CHARACTERS) : clean);
  }

  /** Oldest first. */
  public synchronized List<String> lines() {
    return List.copyOf(lines);
  }
}
