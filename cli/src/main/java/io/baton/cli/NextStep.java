package io.baton.cli;

import io.baton.protocol.client.ApiException;
import io.baton.protocol.client.RefusedException;
import java.util.Optional;

/** What to do about a call that the service did not do. */
final class NextStep {
  private NextStep() {}

  /**
   * What to do.
   *
   * @param command the first word of the command line
   */
  static Optional<String> after(ApiException failure, String command) {
    return failure instanceof RefusedException refusal
        ? after(refusal, command)
        : Optional.of("Try 'baton doctor', which says what answers and what does not.");
  }

  private static Optional<String> after(RefusedException refusal, String command) {
    return switch (refusal.code()) {
      case UNAUTHENTICATED -> Optional.of("Log in with 'baton login URL', or set BATON_API_KEY.");
      case FORBIDDEN ->
          Optional.of("'baton doctor' says which key this is; --profile chooses another.");
      case NOT_FOUND -> Optional.of(whatThereIs(command));
      case PRECONDITION_FAILED -> Optional.of("Look at it again, and repeat what you changed.");
      case RATE_LIMITED, OVERLOADED -> Optional.of("Try again in a while.");
      case AUTOSCALER_UNAVAILABLE ->
          Optional.of("'baton pool decisions' shows what was decided before.");
      case STORAGE_UNAVAILABLE, DATABASE_UNAVAILABLE ->
          Optional.of("Nothing was lost; try again when it is back.");
      case INTERNAL -> Optional.of("Try again; whoever runs the service finds more in its log.");
      case METHOD_NOT_ALLOWED, NOT_ACCEPTABLE, UNSUPPORTED_MEDIA_TYPE ->
          Optional.of("The service may be older than this command line: see 'baton doctor'.");
      case MALFORMED_REQUEST,
          UNKNOWN_FIELD,
          LEASE_LOST,
          SCALER_LEASE_LOST,
          CONFLICT,
          TOO_LARGE,
          INVALID_FIELD,
          IDEMPOTENCY_KEY_REUSED,
          INVALID_DATASET,
          OBJECT_MISSING ->
          Optional.empty();
    };
  }

  private static String whatThereIs(String command) {
    return switch (command) {
      case "nodes" -> "'baton nodes' shows the nodes, 'baton list' the jobs.";
      case "pool", "policy" -> "'baton pool' shows the pools.";
      case "webhooks" -> "'baton webhooks' shows the webhooks that this key can see.";
      case "keys" -> "'baton keys --all' shows the keys that this key can see.";
      default -> "'baton list' shows the jobs that this key can see.";
    };
  }
}
