package io.baton.sync.local;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** When a directory {@code checkpoint-N} is complete, judged by the files in it. */
public sealed interface CompletenessRule {
  /** Whether the files make a checkpoint, and how long they must have been as they are for it. */
  Verdict judge(List<LocalFile> files);

  /** For trainers that write under another name and rename: complete once it has its name. */
  static CompletenessRule renamed() {
    return new Renamed();
  }

  /**
   * For trainers that write in place.
   *
   * @param patterns of paths below the checkpoint, as in shells ({@code *.bin}, {@code unet/**});
   *     each has to fit a file
   * @param settle for so long no file may have changed its size or time
   * @throws IllegalArgumentException for a pattern that is none
   */
  static CompletenessRule files(List<String> patterns, Duration settle) {
    return new Files(patterns, settle);
  }

  /**
   * What Hugging Face's accelerate writes, in place and in this order: weights, {@code
   * optimizer.bin}, {@code scheduler.bin}, perhaps samplers and {@code scaler.pt}, and last {@code
   * random_states_0.pkl}.
   */
  static CompletenessRule accelerate(Duration settle) {
    return files(
        List.of(
            "{*,**/*}{.safetensors,model.bin}",
            "optimizer.bin",
            "scheduler.bin",
            "random_states_0.pkl"),
        settle);
  }

  /**
   * {@link #accelerate} for directories that look like its own (they have {@code optimizer.bin} or
   * {@code random_states_0.pkl}, or nothing but weights so far); {@link #renamed} for others.
   */
  static CompletenessRule automatic(Duration settle) {
    return new Automatic(settle);
  }

  /** What a rule says of some files. */
  sealed interface Verdict {
    /** Complete if they have been like this for so long. */
    record Settles(Duration after) implements Verdict {}

    /**
     * Not complete.
     *
     * @param missing patterns that fit no file, at least one
     */
    record Misses(List<String> missing) implements Verdict {
      public Misses {
        missing = List.copyOf(missing);
      }
    }
  }

  /** See {@link #renamed}. */
  record Renamed() implements CompletenessRule {
    @Override
    public Verdict judge(List<LocalFile> files) {
      return files.isEmpty()
          ? new Verdict.Misses(List.of("any file"))
          : new Verdict.Settles(Duration.ZERO);
    }
  }

  /** See {@link #files}. */
  record Files(List<String> patterns, Duration settle) implements CompletenessRule {
    public Files {
      patterns = List.copyOf(patterns);
      if (patterns.isEmpty()) {
        throw new IllegalArgumentException("no file is expected");
      }
      patterns.forEach(Files::matcher);
      requirePositive(settle);
    }

    private static PathMatcher matcher(String pattern) {
      return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    }

    @Override
    public Verdict judge(List<LocalFile> files) {
      List<Path> paths = files.stream().map(file -> Path.of(file.path().value())).toList();
      List<String> missing =
          patterns.stream()
              .filter(pattern -> paths.stream().noneMatch(matcher(pattern)::matches))
              .toList();
      return missing.isEmpty() ? new Verdict.Settles(settle) : new Verdict.Misses(missing);
    }
  }

  /** See {@link #automatic}. */
  record Automatic(Duration settle) implements CompletenessRule {
    private static final Set<String> OF_ACCELERATE = Set.of("optimizer.bin", "random_states_0.pkl");

    public Automatic {
      requirePositive(settle);
    }

    @Override
    public Verdict judge(List<LocalFile> files) {
      if (files.stream().anyMatch(file -> OF_ACCELERATE.contains(file.path().value()))) {
        return accelerate(settle).judge(files);
      }
      boolean onlyWeights =
          files.stream()
              .map(file -> file.path().value())
              .allMatch(path -> path.endsWith(".safetensors") || path.endsWith("model.bin"));
      return onlyWeights && !files.isEmpty() ? new Verdict.Settles(settle) : renamed().judge(files);
    }
  }

  private static void requirePositive(Duration settle) {
    Objects.requireNonNull(settle, "settle");
    if (settle.isNegative() || settle.isZero()) {
      throw new IllegalArgumentException("files need some time to settle, not " + settle);
    }
  }
}
