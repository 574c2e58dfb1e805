package io.baton.k8s;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The environment variables that each of our programs reads. */
enum ServiceSettings {
  TRAINING_API("training-api") {
    @Override
    Set<String> own() {
      // Made from BatonConfig, and held against it there.
      return variables(Repository.text("docs/configuration.md"));
    }
  },
  AUTOSCALER("autoscaler") {
    @Override
    Set<String> own() {
      Set<String> variables = new TreeSet<>(Set.of("QUARKUS_HTTP_HOST", "QUARKUS_HTTP_PORT"));
      for (String page : Repository.files("docs", ".md")) {
        PROPERTY
            .matcher(Repository.text(page))
            .results()
            .forEach(match -> variables.add(variable(match.group(1))));
      }
      return variables;
    }
  },
  TRAINER_NODE("trainer-node") {
    @Override
    Set<String> own() {
      Set<String> documented = variables(Repository.text("docs/trainer-node.md"));
      documented.retainAll(
          Repository.files("trainer-node/src/main", ".java").stream()
              .flatMap(file -> variables(Repository.text(file)).stream())
              .collect(Collectors.toSet()));
      // What its trainer's libraries read, and what stands for a home directory.
      documented.addAll(Set.of("DJL_CACHE_DIR", "HOME"));
      return documented;
    }
  };

  private static final Pattern VARIABLE =
      Pattern.compile("\\b(?:BATON|QUARKUS)_[A-Z0-9_]*[A-Z0-9]\\b");

  private static final Pattern PROPERTY =
      Pattern.compile("\\| `(baton\\.autoscaler\\.[a-zA-Z.-]+)` \\|");

  private final String image;

  ServiceSettings(String image) {
    this.image = image;
  }

  abstract Set<String> own();

  /** Whether it reads that variable; a documented {@code POOL} stands for any pool. */
  boolean reads(String variable) {
    return known().stream()
        .anyMatch(known -> variable.matches(known.replace("_POOL_", "_[A-Z0-9_]+_")));
  }

  private Set<String> known() {
    Set<String> known = new TreeSet<>(own());
    if (this != TRAINER_NODE) {
      known.addAll(
          Set.of(
              "QUARKUS_PROFILE",
              "QUARKUS_LOG_LEVEL",
              "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT",
              "QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING"));
    }
    return known;
  }

  /** Whose image that is; none: not ours. */
  static Stream<ServiceSettings> ofImage(String image) {
    return Stream.of(values())
        .filter(service -> image.matches("(?:.*/)?baton/" + service.image + "(?:[:@].*)?"));
  }

  private static String variable(String property) {
    return property.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
  }

  private static Set<String> variables(String text) {
    return VARIABLE
        .matcher(text)
        .results()
        .map(match -> match.group())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
