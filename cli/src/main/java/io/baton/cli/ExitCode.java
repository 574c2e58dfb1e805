package io.baton.cli;

import io.baton.protocol.client.ApiException;
import io.baton.protocol.client.RefusedException;
import io.baton.protocol.client.UnreachableException;

/** What {@code baton} tells the shell. */
public final class ExitCode {
  public static final int OK = 0;

  /** It could not be done here, or did not hold; one sentence on standard error says why. */
  public static final int FAILURE = 1;

  /** The command line itself is wrong; nothing was done. */
  public static final int USAGE = 2;

  /** There is no such thing, or it is not the caller's. */
  public static final int NOT_FOUND = 3;

  /** The service said no: the key, the thing's state, or what was asked for does not allow it. */
  public static final int REFUSED = 4;

  /** The service, its storage or its database does not answer: the same may succeed later. */
  public static final int UNREACHABLE = 5;

  /** The job that was waited for failed or was canceled. */
  public static final int JOB_FAILED = 6;

  private ExitCode() {}

  /** That of a call that the service did not do. */
  public static int of(ApiException failure) {
    if (failure instanceof RefusedException refusal) {
      return switch (refusal.code()) {
        case NOT_FOUND -> NOT_FOUND;
        case OVERLOADED,
            AUTOSCALER_UNAVAILABLE,
            STORAGE_UNAVAILABLE,
            DATABASE_UNAVAILABLE,
            INTERNAL ->
            UNREACHABLE;
        case MALFORMED_REQUEST,
            UNKNOWN_FIELD,
            UNAUTHENTICATED,
            FORBIDDEN,
            METHOD_NOT_ALLOWED,
            NOT_ACCEPTABLE,
            LEASE_LOST,
            SCALER_LEASE_LOST,
            PRECONDITION_FAILED,
            CONFLICT,
            TOO_LARGE,
            UNSUPPORTED_MEDIA_TYPE,
            INVALID_FIELD,
            IDEMPOTENCY_KEY_REUSED,
            INVALID_DATASET,
            OBJECT_MISSING,
            RATE_LIMITED ->
            REFUSED;
      };
    }
    return failure instanceof UnreachableException ? UNREACHABLE : FAILURE;
  }
}
