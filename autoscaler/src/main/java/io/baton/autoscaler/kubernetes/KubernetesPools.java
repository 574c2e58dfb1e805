package io.baton.autoscaler.kubernetes;

import io.baton.autoscaler.pool.PoolProvider;
import io.baton.autoscaler.pool.PoolProviderFactory;
import io.baton.autoscaler.pool.ProviderSettings;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Pools whose nodes are pods. */
@ApplicationScoped
public class KubernetesPools implements PoolProviderFactory {
  static final String NAME = "kubernetes";

  private static final Pattern OBJECT_NAME =
      Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

  /** Made only where a pool needs it: without a cluster it would look for one in vain. */
  private final Instance<KubernetesClient> client;

  KubernetesPools(Instance<KubernetesClient> client) {
    this.client = client;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<String> settings() {
    return Set.of("namespace", "kind", "name", "cordon");
  }

  @Override
  public PoolProvider open(ProviderSettings settings) {
    KubernetesPoolSettings pool = read(settings);
    return new KubernetesPool(pool, client.get());
  }

  private KubernetesPoolSettings read(ProviderSettings settings) {
    String name = objectName(settings, "name", Optional.empty());
    return new KubernetesPoolSettings(
        settings.pool(),
        kind(settings),
        objectName(settings, "namespace", Optional.ofNullable(client.get().getNamespace())),
        name,
        settings.flag("cordon", false));
  }

  private static WorkloadKind kind(ProviderSettings settings) {
    String kind = settings.text("kind").orElse("Deployment");
    for (WorkloadKind each : WorkloadKind.values()) {
      if (each.kind().equalsIgnoreCase(kind)) {
        return each;
      }
    }
    throw settings.bad("kind", "must be Deployment or StatefulSet, not '" + kind + "'");
  }

  private static String objectName(
      ProviderSettings settings, String setting, Optional<String> otherwise) {
    String name =
        settings.text(setting).or(() -> otherwise).orElseGet(() -> settings.required(setting));
    if (!OBJECT_NAME.matcher(name).matches()) {
      throw settings.bad(
          setting, "must be the name of an object of Kubernetes, not '" + name + "'");
    }
    return name;
  }
}
