package io.baton.autoscaler.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.protocol.pool.PoolName;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;

class ProviderSettingsTest {
  private static final String PREFIX = "baton.autoscaler.pools.gpu-a.";

  /** Opens nothing: only what is read and refused before counts here. */
  private record Kind(String name, Set<String> settings) implements PoolProviderFactory {
    @Override
    public PoolProvider open(ProviderSettings given) {
      throw new ProviderException(ProviderFault.OUTAGE, "opened for " + given.pool());
    }
  }

  private static final List<PoolProviderFactory> KINDS =
      List.of(
          new Kind("trees", Set.of("height", "environment.*")),
          new Kind("bushes", Set.of("width")));

  @Test
  void settings_are_read_from_properties() {
    ProviderSettings settings =
        settings(
            Map.of(
                PREFIX + "trees.height", "tall",
                PREFIX + "trees.grace", "90s",
                PREFIX + "trees.cut", "true",
                PREFIX + "trees.command", "saw, -x",
                PREFIX + "trees.environment.PATH_A", "/a"));

    assertThat(settings.text("height")).contains("tall");
    assertThat(settings.required("height")).isEqualTo("tall");
    assertThat(settings.text("width")).isEmpty();
    assertThat(settings.duration("grace", Duration.ZERO)).isEqualTo(Duration.ofSeconds(90));
    assertThat(settings.duration("pause", Duration.ofDays(1))).isEqualTo(Duration.ofDays(1));
    assertThat(settings.flag("cut", false)).isTrue();
    assertThat(settings.flag("paint", true)).isTrue();
    assertThat(settings.texts("command", "")).containsExactly("saw", "-x");
    assertThat(settings.group("environment")).containsOnly(Map.entry("PATH_A", "/a"));
  }

  @Test
  void settings_are_read_from_the_environment() {
    Config config =
        environment(
            Map.of(
                "BATON_AUTOSCALER_POOLS_GPU_A_PROVIDER", "trees",
                "BATON_AUTOSCALER_POOLS_GPU_A_TREES_HEIGHT", "tall",
                "BATON_AUTOSCALER_POOLS_GPU_A_TREES_ENVIRONMENT_PATH_A", "/a"));
    ProviderSettings settings = new ProviderSettings(config, new PoolName("gpu-a"), "trees");

    assertThat(settings.text("height")).contains("tall");
    assertThat(settings.group("environment")).containsOnly(Map.entry("PATH_A", "/a"));
    PoolProviders providers = new PoolProviders(config, KINDS);
    assertThat(providers.pools()).containsExactly(new PoolName("gpu-a"));
    assertThatThrownBy(() -> providers.open(new PoolName("gpu-a"))).hasMessage("opened for gpu-a");
  }

  @Test
  void what_is_wrong_with_a_setting_is_said_with_its_name() {
    ProviderSettings settings =
        settings(Map.of(PREFIX + "trees.grace", "soon", PREFIX + "trees.cut", "yes"));

    assertConfigurationFault(
        () -> settings.required("height"), "baton.autoscaler.pools.gpu-a.trees.height must be set");
    assertConfigurationFault(
        () -> settings.duration("grace", Duration.ZERO), "trees.grace must be a duration");
    assertConfigurationFault(() -> settings.flag("cut", false), "must be true or false, not 'yes'");
  }

  @Test
  void a_negative_duration_is_refused() {
    ProviderSettings settings = settings(Map.of(PREFIX + "trees.grace", "-PT5S"));

    assertConfigurationFault(
        () -> settings.duration("grace", Duration.ZERO), "must not be negative");
  }

  @Test
  void pools_are_those_that_a_provider_is_chosen_for() {
    PoolProviders providers =
        new PoolProviders(
            properties(
                Map.of(
                    PREFIX + "provider",
                    "trees",
                    PREFIX + "trees.height",
                    "1",
                    "baton.autoscaler.pools.b.provider",
                    "bushes")),
            KINDS);

    assertThat(providers.pools()).containsExactly(new PoolName("b"), new PoolName("gpu-a"));
  }

  @Test
  void a_provider_that_nobody_wrote_is_refused_with_those_there_are() {
    Config config = properties(Map.of(PREFIX + "provider", "shrubs"));

    assertConfigurationFault(
        () -> new PoolProviders(config, KINDS).open(new PoolName("gpu-a")),
        "must be one of bushes, trees, not 'shrubs'");
    assertConfigurationFault(
        () -> new PoolProviders(config, KINDS).open(new PoolName("other")),
        "baton.autoscaler.pools.other.provider must be set: one of bushes, trees");
  }

  @Test
  void a_misspelt_setting_is_refused_before_anything_is_opened() {
    Config config = properties(Map.of(PREFIX + "provider", "trees", PREFIX + "trees.hight", "1"));

    assertConfigurationFault(
        () -> new PoolProviders(config, KINDS).open(new PoolName("gpu-a")),
        "trees.hight is unknown; the settings below baton.autoscaler.pools.gpu-a.trees. are"
            + " environment.*, height");
  }

  private static void assertConfigurationFault(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String sentence) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProviderException.class,
            e -> {
              assertThat(e.fault()).isEqualTo(ProviderFault.CONFIGURATION);
              assertThat(e.retryable()).isFalse();
            })
        .hasMessageContaining(sentence);
  }

  private static ProviderSettings settings(Map<String, String> properties) {
    return new ProviderSettings(properties(properties), new PoolName("gpu-a"), "trees");
  }

  private static Config properties(Map<String, String> properties) {
    return new SmallRyeConfigBuilder()
        .withSources(new PropertiesConfigSource(properties, "test", 100))
        .build();
  }

  private static Config environment(Map<String, String> variables) {
    return new SmallRyeConfigBuilder().withSources(new EnvConfigSource(variables, 300)).build();
  }
}
