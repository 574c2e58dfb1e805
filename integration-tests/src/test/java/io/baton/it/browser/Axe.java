package io.baton.it.browser;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.microsoft.playwright.CDPSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/**
 * What keeps people from using a page, as <a href="https://github.com/dequelabs/axe-core">axe</a>
 * sees it. It comes in through the developer tools, for which the Content-Security-Policy of the
 * page does not count.
 */
final class Axe {
  private static final Set<String> GRAVE = Set.of("serious", "critical");
  private static final String SOURCE = source();
  private static final String EVERYTHING = "";
  private static final String COLOURS = ", runOnly: ['color-contrast']";

  private Axe() {}

  /** The serious and critical findings: rule, element, what is wrong. */
  static List<String> barriers(CDPSession devTools) {
    return find(devTools, EVERYTHING);
  }

  /** Those of colours alone. */
  static List<String> paleness(CDPSession devTools) {
    return find(devTools, COLOURS);
  }

  private static List<String> find(CDPSession devTools, String options) {
    if (!evaluate(devTools, "typeof axe", false).equals("object")) {
      evaluate(devTools, SOURCE + "; 'loaded'", false);
    }
    JsonArray violations =
        JsonParser.parseString(
                evaluate(
                    devTools,
                    "axe.run(document, {resultTypes: ['violations']"
                        + options
                        + "}).then(results => JSON.stringify(results.violations))",
                    true))
            .getAsJsonArray();
    List<String> barriers = new ArrayList<>();
    for (JsonElement violation : violations) {
      JsonObject rule = violation.getAsJsonObject();
      if (GRAVE.contains(rule.get("impact").getAsString())) {
        for (JsonElement node : rule.getAsJsonArray("nodes")) {
          barriers.add(
              rule.get("id").getAsString()
                  + ": "
                  + node.getAsJsonObject().get("html").getAsString()
                  + ": "
                  + node.getAsJsonObject().get("failureSummary").getAsString());
        }
      }
    }
    return barriers;
  }

  private static String evaluate(CDPSession devTools, String script, boolean promise) {
    JsonObject parameters = new JsonObject();
    parameters.addProperty("expression", script);
    parameters.addProperty("returnByValue", true);
    parameters.addProperty("awaitPromise", promise);
    JsonObject answer = devTools.send("Runtime.evaluate", parameters);
    if (answer.has("exceptionDetails")) {
      throw new IllegalStateException(
          "axe could not run: " + answer.getAsJsonObject("exceptionDetails"));
    }
    return answer.getAsJsonObject("result").get("value").getAsString();
  }

  private static String source() {
    try {
      Properties artifact = new Properties();
      try (InputStream pom = open("/META-INF/maven/org.webjars.npm/axe-core/pom.properties")) {
        artifact.load(pom);
      }
      String version = artifact.getProperty("version");
      try (InputStream script =
          open("/META-INF/resources/webjars/axe-core/" + version + "/axe.min.js")) {
        return new String(script.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String resource) throws IOException {
    InputStream stream = Axe.class.getResourceAsStream(resource);
    if (stream == null) {
      throw new IOException("axe-core's webjar has no " + resource);
    }
    return stream;
  }
}
