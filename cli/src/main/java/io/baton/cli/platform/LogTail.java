package io.baton.cli.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds in a service's log the line that a person should read first. */
final class LogTail {
  private static final int MAX_BYTES = 1 << 16;
  private static final Pattern PROBLEM =
      Pattern.compile("ERROR|Exception|[Ee]rror:|Caused by|cannot|failed");

  private LogTail() {}

  static Optional<String> lastProblem(Path log) {
    try {
      byte[] all = Files.readAllBytes(log);
      int from = Math.max(0, all.length - MAX_BYTES);
      List<String> lines =
          new String(all, from, all.length - from, StandardCharsets.UTF_8).lines().toList();
      return lines.stream()
          .filter(line -> PROBLEM.matcher(line).find() && !line.startsWith("\tat "))
          .reduce((first, second) -> second)
          .map(String::strip);
    } catch (IOException noLog) {
      return Optional.empty();
    }
  }
}
