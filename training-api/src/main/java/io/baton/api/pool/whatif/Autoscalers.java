package io.baton.api.pool.whatif;

import io.baton.api.config.BatonConfig;
import io.baton.api.problem.ProblemException;
import io.baton.protocol.client.ApiEndpoint;
import io.baton.protocol.client.AutoscalerClient;
import io.baton.protocol.client.RefusedException;
import io.baton.protocol.client.UnreachableException;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The autoscalers of this service's pools, as far as they can be asked. */
@ApplicationScoped
public class Autoscalers {
  private final List<AutoscalerClient> clients;

  @Inject
  Autoscalers(BatonConfig config) {
    this(config.autoscaler().urls().orElse(List.of()), config.autoscaler().timeout());
  }

  Autoscalers(List<URI> urls, Duration timeout) {
    this.clients =
        urls.stream()
            .map(url -> new AutoscalerClient(new ApiEndpoint(url, Optional.empty(), timeout)))
            .toList();
  }

  /**
   * Asks one after the other until one is for the pool and acts on it.
   *
   * @throws ProblemException with what that one refused, or {@code autoscaler-unavailable}
   */
  <T> T ask(PoolName pool, Function<AutoscalerClient, T> question) {
    List<String> refusals = new ArrayList<>();
    for (AutoscalerClient client : clients) {
      try {
        return question.apply(client);
      } catch (RefusedException refused) {
        requireOther(refused);
        refusals.add(refused.problem().detail());
      } catch (UnreachableException silent) {
        refusals.add(silent.getMessage());
      }
    }
    throw unavailable(pool, refusals);
  }

  /** Goes on with the next one if this one is not for the pool, or stands by. */
  private static void requireOther(RefusedException refused) {
    Problem problem = refused.problem();
    if (problem.code() != ErrorCode.NOT_FOUND && problem.code() != ErrorCode.CONFLICT) {
      throw new ProblemException(problem);
    }
  }

  private static ProblemException unavailable(PoolName pool, List<String> refusals) {
    String why =
        refusals.isEmpty()
            ? "baton.autoscaler.urls is not set, so nobody can be asked."
            : String.join(" ", refusals);
    return new ProblemException(
        ErrorCode.AUTOSCALER_UNAVAILABLE, "No autoscaler answers for pool " + pool + ": " + why);
  }
}
