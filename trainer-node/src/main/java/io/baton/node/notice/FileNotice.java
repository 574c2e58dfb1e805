package io.baton.node.notice;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A file that appears. If its first line is a whole number, that many seconds are left. When it is
 * deleted the node takes work again.
 */
public final class FileNotice implements InterruptionNotice {
  private static final Duration INTERVAL = Duration.ofMillis(500);
  private static final int MOST_BYTES = 64;
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,6}");

  private final Path file;

  public FileNotice(Path file) {
    this.file = file;
  }

  @Override
  public String origin() {
    return file.toString();
  }

  @Override
  public Optional<Notice> look() {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        ? Optional.of(new Notice("The file " + file + " asks the node to drain.", seconds()))
        : Optional.empty();
  }

  @Override
  public Duration interval() {
    return INTERVAL;
  }

  /** That it is there says enough: whatever else it holds is nobody's mistake. */
  private Optional<Duration> seconds() {
    try (InputStream in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
      return text.lines()
          .findFirst()
          .map(String::strip)
          .filter(line -> SECONDS.matcher(line).matches())
          .map(line -> Duration.ofSeconds(Long.parseLong(line)));
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }
}
