package io.baton.autoscaler.saladcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.autoscaler.pool.ProviderException;
import io.baton.autoscaler.pool.ProviderSettings;
import io.baton.protocol.pool.PoolName;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SaladCloudSettingsTest {
  private static final String PREFIX = "baton.autoscaler.pools.gpu.saladcloud.";

  @TempDir Path directory;
  private final Map<String, String> given =
      new HashMap<>(
          Map.of(
              "organization", "acme-corp",
              "project", "dev-env",
              "container-group", "trainers",
              "key", "secret"));

  @Test
  void names_and_a_key_are_enough() {
    SaladCloudSettings settings = read();

    assertThat(settings.name().path())
        .isEqualTo("organizations/acme-corp/projects/dev-env/containers/trainers");
    assertThat(settings.api()).hasToString("https://api.salad.com/api/public");
    assertThat(settings.requestTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.patience()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.toString()).doesNotContain("secret");
  }

  @Test
  void the_key_can_be_in_a_file() throws IOException {
    Path file = Files.writeString(directory.resolve("key"), "filed\n");
    given.remove("key");
    given.put("key-file", file.toString());

    assertThat(read().key().value()).isEqualTo("filed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          organization    |              | saladcloud.organization must be set
          organization    | a/../b       | the name of the organization must be 2 to 63 of a-z
          container-group | Trainers     | the name of the container group must be
          key             |              | saladcloud.key must be set, or baton.autoscaler.pools.gpu.saladcloud.key-file
          key             | two words    | saladcloud.key must hold a key of 1 to 512 printable
          key-file        | /none        | saladcloud.key-file cannot be set beside
          api             | http://a.com | must begin with https://
          api             | ::           | A setting of baton.autoscaler.pools.gpu.saladcloud.* is wrong
          patience        | 0s           | the patience must be longer than 0
          patience        | soon         | saladcloud.patience must be a duration
          """)
  void wrong_settings_get_one_sentence(String setting, String value, String sentence) {
    if (value == null) {
      given.remove(setting);
    } else {
      given.put(setting, value);
    }

    assertThatThrownBy(this::read)
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining(sentence)
        .hasMessageNotContaining("two words");
  }

  @Test
  void every_setting_that_is_read_is_known() {
    assertThat(new SaladCloudFactory().settings())
        .containsAll(given.keySet())
        .contains("key-file", "api", "request-timeout", "patience");
  }

  @Test
  void retry_after_is_seconds_or_a_date() {
    Instant now = Instant.parse("2026-03-01T12:00:00Z");

    assertThat(RetryAfter.parse(" 12 ", now)).contains(Duration.ofSeconds(12));
    assertThat(RetryAfter.parse("Sun, 01 Mar 2026 12:01:00 GMT", now))
        .contains(Duration.ofMinutes(1));
    assertThat(RetryAfter.parse("Sun, 01 Mar 2026 11:00:00 GMT", now)).contains(Duration.ZERO);
    assertThat(RetryAfter.parse("-1", now)).isEmpty();
    assertThat(RetryAfter.parse("soon", now)).isEmpty();
    assertThat(RetryAfter.parse("99999999999999999999", now)).isEmpty();
  }

  private SaladCloudSettings read() {
    Map<String, String> properties = new HashMap<>();
    given.forEach((setting, value) -> properties.put(PREFIX + setting, value));
    return SaladCloudFactory.read(
        new ProviderSettings(
            new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(properties, "test", 500))
                .build(),
            new PoolName("gpu"),
            "saladcloud"));
  }
}
