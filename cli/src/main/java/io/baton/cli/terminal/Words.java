package io.baton.cli.terminal;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers as people read them. */
public final class Words {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final DateTimeFormatter DATE_AND_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private Words() {}

  /** {@code 7.3 s}, {@code 2 min 05 s}, {@code 3 h 07 min}. */
  public static String of(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 60) {
      return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
    if (seconds < 3600) {
      return "%d min %02d s".formatted(seconds / 60, seconds % 60);
    }
    return "%d h %02d min".formatted(seconds / 3600, seconds / 60 % 60);
  }

  /** {@code 812 B}, {@code 1.4 MiB}. */
  public static String ofBytes(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    double value = bytes;
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
    int unit = 0;
    while (value >= 1024 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
  }

  /** {@code 1 image}, {@code 2 images}. */
  public static String count(long number, String singular) {
    return number + " " + singular + (number == 1 ? "" : "s");
  }

  /** The time of day in the reader's zone. */
  public static String time(Instant instant) {
    return TIME.format(instant.atZone(ZoneId.systemDefault()));
  }

  /** Date and time in the reader's zone. */
  public static String dateAndTime(Instant instant) {
    return DATE_AND_TIME.format(instant.atZone(ZoneId.systemDefault()));
  }

  /** How long ago, or until when: {@code 12.0 s ago}. */
  public static String ago(Instant then, Instant now) {
    return of(Duration.between(then, now)) + " ago";
  }

  /** A loss or a rate: four decimals, or as many as it takes. */
  public static String decimal(double value) {
    return String.format(Locale.ROOT, Math.abs(value) < 0.001 ? "%.2e" : "%.4f", value);
  }

  /** One decimal. */
  public static String rate(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
