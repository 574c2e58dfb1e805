package io.baton.autoscaler.pool;

import io.baton.protocol.pool.PoolName;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;

/** Opens the provider that the settings choose for a pool. */
@ApplicationScoped
public class PoolProviders {
  private static final Pattern PROPERTY =
      Pattern.compile("baton\\.autoscaler\\.pools\\.([a-z0-9-]{1,64})\\.provider");
  private static final Pattern VARIABLE =
      Pattern.compile("BATON_AUTOSCALER_POOLS_([A-Z0-9_]{1,64})_PROVIDER");

  private final Config config;
  private final List<PoolProviderFactory> factories;

  PoolProviders(Config config, @All List<PoolProviderFactory> factories) {
    this.config = config;
    this.factories = factories;
  }

  /** Pools that are configured, by name. */
  public List<PoolName> pools() {
    TreeSet<String> names = new TreeSet<>();
    for (String given : config.getPropertyNames()) {
      Matcher property = PROPERTY.matcher(given);
      Matcher variable = VARIABLE.matcher(given);
      if (property.matches()) {
        names.add(property.group(1));
      } else if (variable.matches()) {
        names.add(variable.group(1).toLowerCase(Locale.ROOT).replace('_', '-'));
      }
    }
    return names.stream().map(PoolName::new).toList();
  }

  /**
   * The provider of a pool.
   *
   * @throws ProviderException with {@link ProviderFault#CONFIGURATION} if the settings name none,
   *     or are bad
   */
  public PoolProvider open(PoolName pool) {
    String key = "baton.autoscaler.pools." + pool + ".provider";
    String name =
        config
            .getOptionalValue(key, String.class)
            .orElseThrow(() -> bad("The setting " + key + " must be set: one of " + names() + "."));
    PoolProviderFactory factory =
        factories.stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    bad(
                        "The setting "
                            + key
                            + " must be one of "
                            + names()
                            + ", not '"
                            + name
                            + "'."));
    ProviderSettings settings = new ProviderSettings(config, pool, name);
    settings.requireOnly(factory.settings());
    return factory.open(settings);
  }

  private String names() {
    return String.join(", ", factories.stream().map(PoolProviderFactory::name).sorted().toList());
  }

  private static ProviderException bad(String sentence) {
    return new ProviderException(ProviderFault.CONFIGURATION, sentence);
  }
}
