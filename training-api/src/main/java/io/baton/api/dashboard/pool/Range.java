package io.baton.api.dashboard.pool;

import io.baton.protocol.field.InvalidFieldException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** How far back curves begin. */
public enum Range {
  HOUR("1h", "1 h", Duration.ofHours(1)),
  DAY("24h", "24 h", Duration.ofDays(1)),
  WEEK("7d", "7 d", Duration.ofDays(7)),
  MONTH("30d", "30 d", Duration.ofDays(30));

  private final String text;
  private final String label;
  private final Duration length;

  Range(String text, String label, Duration length) {
    this.text = text;
    this.label = label;
    this.length = length;
  }

  /** A day where nothing is said. */
  static Range named(String text) {
    if (text == null || text.isBlank()) {
      return DAY;
    }
    return Arrays.stream(values())
        .filter(range -> range.text.equals(text.strip()))
        .findFirst()
        .orElseThrow(() -> new InvalidFieldException("range", "must be 1h, 24h, 7d or 30d"));
  }

  public static List<Range> all() {
    return List.of(values());
  }

  /** As addresses have it. */
  public String text() {
    return text;
  }

  public String label() {
    return label;
  }

  public Duration length() {
    return length;
  }

  public long seconds() {
    return length.toSeconds();
  }
}
