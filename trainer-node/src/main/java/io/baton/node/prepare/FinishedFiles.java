package io.baton.node.prepare;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a command left for the user in its output directory. */
public final class FinishedFiles {
  private static final int DEEPEST = 16;

  private FinishedFiles() {}

  /**
   * The files that one of the patterns names. Links are none, so that nothing outside of the
   * directory gets out.
   *
   * @param patterns paths below the directory, with {@code *} and {@code ?} for parts of a name
   * @return the files by the name that the user sees: their path, with - between its parts
   */
  public static SortedMap<String, Path> in(Path output, List<String> patterns) throws IOException {
    List<PathMatcher> matchers = patterns.stream().map(FinishedFiles::matcher).toList();
    SortedMap<String, Path> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(output, DEEPEST)) {
      for (Path file : (Iterable<Path>) walk.sorted()::iterator) {
        Path path = output.relativize(file);
        if (matchers.stream().anyMatch(matcher -> matcher.matches(path))
            && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          files.put(path.toString().replace('/', '-'), file);
        }
      }
    }
    return files;
  }

  private static PathMatcher matcher(String pattern) {
    StringBuilder expression = new StringBuilder("regex:");
    for (char each : pattern.toCharArray()) {
      switch (each) {
        case '*' -> expression.append("[^/]*");
        case '?' -> expression.append("[^/]");
        default -> expression.append(Pattern.quote(String.valueOf(each)));
      }
    }
    return FileSystems.getDefault().getPathMatcher(expression.toString());
  }
}
