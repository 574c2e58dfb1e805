package io.baton.autoscaler.saladcloud;

import io.baton.autoscaler.pool.PoolProvider;
import io.baton.autoscaler.pool.PoolProviderFactory;
import io.baton.autoscaler.pool.ProviderException;
import io.baton.autoscaler.pool.ProviderFault;
import io.baton.autoscaler.pool.ProviderSettings;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/** Makes the providers of pools that are container groups of SaladCloud. */
@ApplicationScoped
public class SaladCloudFactory implements PoolProviderFactory {
  private static final String ORGANIZATION = "organization";
  private static final String PROJECT = "project";
  private static final String CONTAINER_GROUP = "container-group";
  private static final String KEY = "key";
  private static final String KEY_FILE = "key-file";
  private static final String API = "api";
  private static final String REQUEST_TIMEOUT = "request-timeout";
  private static final String PATIENCE = "patience";

  @Override
  public String name() {
    return SaladCloudPool.NAME;
  }

  @Override
  public Set<String> settings() {
    return Set.of(
        ORGANIZATION, PROJECT, CONTAINER_GROUP, KEY, KEY_FILE, API, REQUEST_TIMEOUT, PATIENCE);
  }

  @Override
  public PoolProvider open(ProviderSettings settings) {
    return new SaladCloudPool(read(settings), Clock.systemUTC(), Pause.SLEEP);
  }

  static SaladCloudSettings read(ProviderSettings settings) {
    SaladApiKey key = key(settings);
    try {
      return new SaladCloudSettings(
          new ContainerGroupName(
              settings.required(ORGANIZATION),
              settings.required(PROJECT),
              settings.required(CONTAINER_GROUP)),
          key,
          settings.text(API).map(URI::create).orElse(SaladCloudSettings.PUBLIC_API),
          settings.duration(REQUEST_TIMEOUT, SaladCloudSettings.DEFAULT_REQUEST_TIMEOUT),
          settings.duration(PATIENCE, SaladCloudSettings.DEFAULT_PATIENCE));
    } catch (IllegalArgumentException e) {
      throw new ProviderException(
          ProviderFault.CONFIGURATION,
          "A setting of " + settings.name("*") + " is wrong: " + e.getMessage() + ".",
          e);
    }
  }

  private static SaladApiKey key(ProviderSettings settings) {
    Optional<String> file = settings.text(KEY_FILE);
    if (file.isPresent() && settings.text(KEY).isPresent()) {
      throw settings.bad(KEY_FILE, "cannot be set beside " + settings.name(KEY));
    }
    String setting = file.isPresent() ? KEY_FILE : KEY;
    try {
      return new SaladApiKey(
          file.isPresent() ? Files.readString(Path.of(file.get())).strip() : given(settings));
    } catch (IllegalArgumentException e) {
      throw settings.bad(setting, "must hold " + e.getMessage());
    } catch (IOException e) {
      throw settings.bad(setting, "names a file that cannot be read: " + e);
    }
  }

  private static String given(ProviderSettings settings) {
    return settings
        .text(KEY)
        .orElseThrow(() -> settings.bad(KEY, "must be set, or " + settings.name(KEY_FILE)));
  }
}
