package io.baton.cli.terminal;

import io.baton.protocol.label.Labels;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Numbers as people read them. */
public final class Words {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final DateTimeFormatter DATE_AND_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private Words() {}

  /** {@code 7.3 s}, {@code 2 min 05 s}, {@code 3 h 07 min}, {@code 4 d 02 h}. */
  public static String of(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 60) {
      return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
    if (seconds < 3600) {
      return "%d min %02d s".formatted(seconds / 60, seconds % 60);
    }
    if (seconds < 48 * 3600) {
      return "%d h %02d min".formatted(seconds / 3600, seconds / 60 % 60);
    }
    return "%d d %02d h".formatted(seconds / 86_400, seconds / 3600 % 24);
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

  /** {@code team=red, stage=2}; nothing where there are none. */
  public static Optional<String> pairs(Labels labels) {
    return labels.isEmpty()
        ? Optional.empty()
        : Optional.of(
            labels.values().entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(", ")));
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

  /** How old: {@code 12s}, {@code 5m}, {@code 3h}, {@code 4d}. */
  public static String age(Instant then, Instant now) {
    long seconds = Math.max(0, Duration.between(then, now).toSeconds());
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3600) {
      return seconds / 60 + "m";
    }
    return seconds < 48 * 3600 ? seconds / 3600 + "h" : seconds / 86_400 + "d";
  }

  /** How long until then: {@code in 12.0 s}. */
  public static String in(Instant then, Instant now) {
    return then.isBefore(now) ? ago(then, now) : "in " + of(Duration.between(now, then));
  }

  /** An amount of money, in whatever currency prices are. */
  public static String money(double amount) {
    String text = String.format(Locale.ROOT, amount < 1 ? "%.4f" : "%.2f", amount);
    return amount < 1 ? text.replaceFirst("(\\.\\d\\d\\d*?)0+$", "$1") : text;
  }

  /** A number without needless decimals: {@code 1}, {@code 0.25}. */
  public static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? String.valueOf((long) value)
        : String.valueOf(value);
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
