package io.baton.api.docs;

import io.baton.api.config.BatonConfig;
import io.baton.api.platform.CommittedFile;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of settings is made from {@link BatonConfig}, whose Javadoc says what each means. */
class ConfigurationPageTest {
  private static final Path SOURCES = Path.of("src/main/java/io/baton/api/config");
  private static final Pattern DECLARATION =
      Pattern.compile(
          "(?s)/\\*\\*((?:(?!\\*/).)*)\\*/\\s*((?:@[^\\n]*(?:\\n\\s+\\+[^\\n]*)*\\s+)*)"
              + "(?:(?:public )?interface (\\w+)|[\\w<>.]+ (\\w+)\\(\\))");
  private static final String HEAD =
      """
      # Configuration of training-api

      This page is made from `BatonConfig`. Each setting is a property or an environment variable; durations are written as `90s`,
      `15m`, `30d` or `PT1M30S`. [operations.md](operations.md) says which ones matter.
      """;

  @Test
  void page_tells_every_setting() throws IOException {
    StringBuilder page = new StringBuilder(HEAD);
    Map<String, String> comments = comments();
    for (Method section : declared(BatonConfig.class)) {
      section(section, "baton." + kebab(section.getName()), comments, page);
    }
    CommittedFile.of("docs/configuration.md").requireEqual(page.toString());
  }

  private static void section(
      Method section, String prefix, Map<String, String> comments, StringBuilder page) {
    Class<?> type = section.getReturnType();
    page.append(
        "\n## %s\n\n%s\n\n| property | environment variable | default | meaning |\n"
            .formatted(prefix, comments.get(type.getSimpleName())));
    page.append("| --- | --- | --- | --- |\n");
    StringBuilder nested = new StringBuilder();
    for (Method key : declared(type)) {
      String property = prefix + "." + kebab(key.getName());
      if (key.getReturnType().isInterface()
          && key.getReturnType().getPackage() == BatonConfig.class.getPackage()) {
        section(key, property, comments, nested);
      } else {
        page.append(row(key, property, comments));
      }
    }
    page.append(nested);
  }

  private static String row(Method key, String property, Map<String, String> comments) {
    String meaning = comments.get(key.getDeclaringClass().getSimpleName() + "." + key.getName());
    if (meaning == null) {
      throw new AssertionError(property + " has no Javadoc");
    }
    String otherwise = key.getReturnType() == Optional.class ? "none" : "required";
    WithDefault value = key.getAnnotation(WithDefault.class);
    return "| `%s` | `%s` | %s | %s |\n"
        .formatted(
            property,
            property.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT),
            value == null ? otherwise : "`" + value.value() + "`",
            meaning.replace("|", "\\|"));
  }

  /** By name: reflection keeps no order. */
  private static Method[] declared(Class<?> type) {
    Method[] methods =
        Arrays.stream(type.getDeclaredMethods())
            .filter(method -> !method.isDefault() && method.getParameterCount() == 0)
            .toArray(Method[]::new);
    Arrays.sort(methods, java.util.Comparator.comparing(Method::getName));
    return methods;
  }

  /** By the name of the interface, and by that and the name of the method. */
  private static Map<String, String> comments() throws IOException {
    Map<String, String> comments = new HashMap<>();
    try (Stream<Path> sources = Files.list(SOURCES)) {
      for (Path source : sources.toList()) {
        comments(Files.readString(source), comments);
      }
    }
    return comments;
  }

  private static void comments(String source, Map<String, String> comments) {
    String within = "";
    Matcher matcher = DECLARATION.matcher(source);
    while (matcher.find()) {
      String text =
          matcher
              .group(1)
              .replaceAll("\\n\\s*\\*", " ")
              .replaceAll("\\{@(?:code|link) ([^}]*)}", "`$1`")
              .replaceAll("\\s+", " ")
              .strip();
      if (matcher.group(3) != null) {
        within = matcher.group(3);
        comments.put(within, text);
      } else {
        comments.put(within + "." + matcher.group(4), text);
      }
    }
  }

  private static String kebab(String name) {
    return name.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }
}
