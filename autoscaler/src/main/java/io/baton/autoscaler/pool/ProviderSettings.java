package io.baton.autoscaler.pool;

import io.baton.protocol.pool.PoolName;
import io.quarkus.runtime.configuration.DurationConverter;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.microprofile.config.Config;

/**
 * A pool's settings of its provider: {@code baton.autoscaler.pools.POOL.PROVIDER.SETTING}, or the
 * environment variable of that name. Whatever is wrong with one is said in a sentence that names
 * it.
 */
public final class ProviderSettings {
  private final Config config;
  private final PoolName pool;
  private final String prefix;

  public ProviderSettings(Config config, PoolName pool, String provider) {
    this.config = config;
    this.pool = pool;
    this.prefix = "baton.autoscaler.pools." + pool + "." + provider + ".";
  }

  /** Whose they are. */
  public PoolName pool() {
    return pool;
  }

  /** The whole name of a setting, for sentences. */
  public String name(String setting) {
    return prefix + setting;
  }

  public Optional<String> text(String setting) {
    return config.getOptionalValue(name(setting), String.class).filter(text -> !text.isBlank());
  }

  public String required(String setting) {
    return text(setting).orElseThrow(() -> bad(setting, "must be set"));
  }

  /** Several, separated by commas. */
  public List<String> texts(String setting, String otherwise) {
    return Arrays.stream(text(setting).orElse(otherwise).split(",")).map(String::strip).toList();
  }

  public boolean flag(String setting, boolean otherwise) {
    String text = text(setting).orElse(Boolean.toString(otherwise));
    if (!text.equals("true") && !text.equals("false")) {
      throw bad(setting, "must be true or false, not '" + text + "'");
    }
    return text.equals("true");
  }

  /** A duration such as {@code 90s}, {@code 5m} or {@code PT1H}, at least 0. */
  public Duration duration(String setting, Duration otherwise) {
    Optional<String> text = text(setting);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      Duration duration = DurationConverter.parseDuration(text.get());
      if (!duration.isNegative()) {
        return duration;
      }
    } catch (IllegalArgumentException notOne) {
      throw bad(setting, "must be a duration such as 90s or 5m, not '" + text.get() + "'");
    }
    throw bad(setting, "must not be negative, not '" + text.get() + "'");
  }

  /** Every setting below that name, by the rest of its name. */
  public Map<String, String> group(String setting) {
    Map<String, String> group = new TreeMap<>();
    String dotted = name(setting + ".");
    for (String given : config.getPropertyNames()) {
      String rest =
          given.startsWith(dotted)
              ? given.substring(dotted.length())
              : given.startsWith(variable(dotted))
                  ? given.substring(variable(dotted).length())
                  : "";
      if (!rest.isEmpty()) {
        config.getOptionalValue(given, String.class).ifPresent(value -> group.put(rest, value));
      }
    }
    return group;
  }

  /** The exception for a setting that cannot be used. */
  public ProviderException bad(String setting, String problem) {
    return new ProviderException(
        ProviderFault.CONFIGURATION, "The setting " + name(setting) + " " + problem + ".");
  }

  /**
   * A misspelt setting would otherwise be a default that nobody meant.
   *
   * @param known every setting that there is; {@code environment.*} stands for a group
   */
  void requireOnly(Collection<String> known) {
    for (String given : config.getPropertyNames()) {
      String variable = variable(given);
      if (variable.startsWith(variable(prefix))
          && known.stream().noneMatch(setting -> matches(variable, setting))) {
        throw new ProviderException(
            ProviderFault.CONFIGURATION,
            "The setting %s is unknown; the settings below %s are %s."
                .formatted(given, prefix, String.join(", ", new TreeSet<>(known))));
      }
    }
  }

  private boolean matches(String variable, String setting) {
    return setting.endsWith(".*")
        ? variable.startsWith(variable(name(setting.substring(0, setting.length() - 1))))
        : variable.equals(variable(name(setting)));
  }

  /** The environment variable for a property, as MicroProfile Config derives it. */
  static String variable(String property) {
    return property.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }
}
