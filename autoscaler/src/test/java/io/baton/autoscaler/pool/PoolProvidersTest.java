package io.baton.autoscaler.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.protocol.pool.PoolName;
import io.quarkus.arc.All;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Providers are found by their type alone, the example of the documentation too. */
@QuarkusTest
class PoolProvidersTest {
  @Inject @All List<PoolProviderFactory> factories;

  @Test
  void every_provider_is_found() {
    assertThat(factories)
        .map(PoolProviderFactory::name)
        .containsExactlyInAnyOrder("local", "kubernetes", "saladcloud", "rented");
  }

  @Test
  void a_provider_that_was_only_written_and_not_registered_can_be_chosen() {
    try (PoolProvider provider =
        open(Map.of("provider", "rented", "rented.address", "rental.example"))) {
      provider.grow(2);

      assertThat(provider.look().running()).isEqualTo(2);
    }
  }

  @Test
  void a_pool_on_kubernetes_opens_without_a_cluster_and_the_first_look_says_what_is_missing() {
    try (PoolProvider provider =
        open(
            Map.of(
                "provider", "kubernetes",
                "kubernetes.namespace", "gpu",
                "kubernetes.name", "trainer"))) {
      assertThatThrownBy(provider::look)
          .isInstanceOfSatisfying(
              ProviderException.class, e -> assertThat(e.fault()).isEqualTo(ProviderFault.OUTAGE))
          .hasMessageStartingWith("Kubernetes cannot be reached to read Deployment gpu/trainer");
    }
  }

  @Test
  void bad_settings_of_a_pool_on_kubernetes_are_refused_by_name() {
    refused(Map.of("provider", "kubernetes"), "kubernetes.name must be set");
    refused(
        Map.of("provider", "kubernetes", "kubernetes.name", "a", "kubernetes.namespace", "A"),
        "kubernetes.namespace must be the name of an object of Kubernetes, not 'A'");
    refused(
        Map.of("provider", "kubernetes", "kubernetes.name", "Not A Name"),
        "kubernetes.name must be the name of an object of Kubernetes, not 'Not A Name'");
    refused(
        Map.of("provider", "kubernetes", "kubernetes.name", "a", "kubernetes.kind", "DaemonSet"),
        "kubernetes.kind must be Deployment or StatefulSet, not 'DaemonSet'");
    refused(
        Map.of(
            "provider", "kubernetes",
            "kubernetes.name", "a",
            "kubernetes.namespace", "b",
            "kubernetes.cordon", "perhaps"),
        "kubernetes.cordon must be true or false, not 'perhaps'");
  }

  @Test
  void bad_settings_of_a_local_pool_are_refused_by_name() {
    refused(Map.of("provider", "local", "local.node-key", "secret"), "node-key is not an API key");
    refused(Map.of("provider", "local", "local.grace", "ages"), "grace must be a duration");
  }

  private void refused(Map<String, String> settings, String sentence) {
    assertThatThrownBy(() -> open(settings))
        .isInstanceOfSatisfying(
            ProviderException.class,
            e -> assertThat(e.fault()).isEqualTo(ProviderFault.CONFIGURATION))
        .hasMessageContaining(sentence);
  }

  private PoolProvider open(Map<String, String> settings) {
    Map<String, String> properties = new HashMap<>();
    settings.forEach((name, value) -> properties.put("baton.autoscaler.pools.a." + name, value));
    return new PoolProviders(
            new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build(),
            factories)
        .open(new PoolName("a"));
  }
}
