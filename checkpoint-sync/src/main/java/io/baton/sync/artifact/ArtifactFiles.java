package io.baton.sync.artifact;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Finds a run's finished files in its output directory. */
public final class ArtifactFiles {
  private static final int DEEPEST = 32;

  private final List<PathMatcher> matchers;

  private ArtifactFiles(List<PathMatcher> matchers) {
    this.matchers = matchers;
  }

  /**
   * Those that one of the patterns fits.
   *
   * @param patterns paths below the directory, as in shells ({@code *.safetensors}, {@code
   *     logs/**})
   */
  public static ArtifactFiles of(List<String> patterns) {
    return new ArtifactFiles(patterns.stream().map(ArtifactFiles::matcher).toList());
  }

  private static PathMatcher matcher(String pattern) {
    try {
      if (!pattern.isBlank() && !pattern.startsWith("/")) {
        return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
      }
    } catch (PatternSyntaxException e) {
      throw refused(pattern, e);
    }
    throw refused(pattern, null);
  }

  private static SyncException refused(String pattern, Throwable cause) {
    return new SyncException(
        SyncError.BAD_INPUT,
        "--artifact must be a path below the output directory, such as *.safetensors, not '"
            + pattern
            + "'.",
        cause);
  }

  /** Paths relative to the directory, sorted. Links are none, so that nothing else gets out. */
  public List<Path> in(Path directory) {
    try (Stream<Path> walk = Files.walk(directory, DEEPEST)) {
      return walk.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .map(directory::relativize)
          .filter(path -> matchers.stream().anyMatch(matcher -> matcher.matches(path)))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw SyncException.local("listing", directory, e);
    }
  }
}
