package io.baton.api;

import io.baton.api.config.Preflight;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;

/** Starts the service, or says in one sentence why it cannot start. */
@QuarkusMain
public final class BatonApi {
  BatonApi() {}

  public static void main(String... arguments) {
    Optional<String> obstacle = Preflight.obstacle(ConfigProvider.getConfig());
    if (obstacle.isPresent()) {
      System.err.println("training-api cannot start: " + obstacle.get());
      System.exit(1);
    }
    Quarkus.run(arguments);
  }
}
