package io.baton.autoscaler.kubernetes;

import io.baton.autoscaler.pool.ProviderException;
import io.baton.autoscaler.pool.ProviderFault;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Optional;

/** Says whose fault it is that Kubernetes did not do what it was asked. */
final class KubernetesFaults {
  private static final int UNPROCESSABLE = 422;
  private static final int TOO_MANY_REQUESTS = 429;

  private KubernetesFaults() {}

  /**
   * The fault as a sentence.
   *
   * @param task what was tried: {@code scale Deployment baton/trainer}
   */
  static ProviderException of(KubernetesClientException e, String task) {
    return switch (e.getCode()) {
      case HttpURLConnection.HTTP_UNAUTHORIZED ->
          fault(
              ProviderFault.CONFIGURATION,
              e,
              "Kubernetes does not know this autoscaler, so it cannot " + task);
      case HttpURLConnection.HTTP_FORBIDDEN ->
          words(e).contains("exceeded quota")
              ? fault(ProviderFault.SHORTAGE, e, "A quota of Kubernetes is used up: cannot " + task)
              : fault(
                  ProviderFault.CONFIGURATION,
                  e,
                  "The autoscaler's role in Kubernetes does not let it " + task);
      case HttpURLConnection.HTTP_BAD_REQUEST,
          HttpURLConnection.HTTP_NOT_FOUND,
          HttpURLConnection.HTTP_BAD_METHOD,
          UNPROCESSABLE ->
          fault(ProviderFault.CONFIGURATION, e, "Kubernetes cannot " + task);
      case HttpURLConnection.HTTP_CONFLICT ->
          fault(ProviderFault.REFUSED, e, "Another changed it at the same time: cannot " + task);
      case TOO_MANY_REQUESTS ->
          new ProviderException(
              ProviderFault.REFUSED,
              "Kubernetes does not now " + task + ": " + words(e),
              retryAfter(e),
              e);
      default ->
          e.getCode() > 0
              ? fault(ProviderFault.OUTAGE, e, "Kubernetes failed to " + task)
              : fault(ProviderFault.OUTAGE, e, "Kubernetes cannot be reached to " + task);
    };
  }

  private static ProviderException fault(
      ProviderFault fault, KubernetesClientException e, String sentence) {
    return new ProviderException(fault, sentence + ": " + words(e), e);
  }

  /** The server's own words; without an answer, those of the cause at the bottom. */
  private static String words(KubernetesClientException e) {
    if (e.getStatus() != null && e.getStatus().getMessage() != null) {
      return e.getStatus().getMessage();
    }
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  private static Optional<Duration> retryAfter(KubernetesClientException e) {
    return Optional.ofNullable(e.getStatus())
        .map(Status::getDetails)
        .map(details -> details.getRetryAfterSeconds())
        .filter(seconds -> seconds > 0)
        .map(Duration::ofSeconds);
  }
}
