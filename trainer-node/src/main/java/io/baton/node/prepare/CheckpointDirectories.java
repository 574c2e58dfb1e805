package io.baton.node.prepare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The complete checkpoints of an output directory: {@code checkpoint-N}, by N. */
public final class CheckpointDirectories {
  private static final Pattern NAME = Pattern.compile("checkpoint-([0-9]{1,9})");

  private CheckpointDirectories() {}

  /** Checkpoint directories by step. */
  public static NavigableMap<Integer, Path> in(Path output) throws IOException {
    NavigableMap<Integer, Path> found = new TreeMap<>();
    for (Path each : JobDirectory.children(output)) {
      Matcher name = NAME.matcher(each.getFileName().toString());
      if (name.matches() && Files.isDirectory(each)) {
        found.put(Integer.valueOf(name.group(1)), each);
      }
    }
    return found;
  }

  /**
   * Deletes the checkpoints before the committed one: the disk does not fill, and what is not in
   * storage yet stays.
   */
  public static void deleteBefore(Path output, int committedStep) throws IOException {
    for (Path old : in(output).headMap(committedStep, false).values()) {
      JobDirectory.deleteTree(old);
    }
  }
}
