package io.baton.protocol.problem;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Every error that the service answers: its code, HTTP status, whose fault, whether to retry. */
public enum ErrorCode {
  /** The body cannot be read. */
  MALFORMED_REQUEST("malformed-request", 400, Fault.CALLER, false),
  /** The body has a field that the contract does not know. */
  UNKNOWN_FIELD("unknown-field", 400, Fault.CALLER, false),
  /** No key, or one that is unknown, revoked or expired. */
  UNAUTHENTICATED("unauthenticated", 401, Fault.CALLER, false),
  /** The key's role does not allow it. */
  FORBIDDEN("forbidden", 403, Fault.CALLER, false),
  /** There is no such thing, or it is not yours. */
  NOT_FOUND("not-found", 404, Fault.CALLER, false),
  /** The address does not offer this method. */
  METHOD_NOT_ALLOWED("method-not-allowed", 405, Fault.CALLER, false),
  /** The answer cannot be had in the media type that was asked for. */
  NOT_ACCEPTABLE("not-acceptable", 406, Fault.CALLER, false),
  /** The attempt no longer holds the job: it changed nothing, and nothing more is wanted of it. */
  LEASE_LOST("lease-lost", 409, Fault.CALLER, false),
  /** Another autoscaler may act on the pool now, or none: it changed nothing. */
  SCALER_LEASE_LOST("scaler-lease-lost", 409, Fault.CALLER, false),
  /** The thing is in a state in which this cannot be done. */
  CONFLICT("conflict", 409, Fault.CALLER, false),
  /** Somebody else changed the thing since it was read; nothing was changed. */
  PRECONDITION_FAILED("precondition-failed", 412, Fault.CALLER, false),
  /** The body is too large. */
  TOO_LARGE("too-large", 413, Fault.CALLER, false),
  /** The body must be of another media type. */
  UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, Fault.CALLER, false),
  /** A field or parameter has a value that is not allowed. */
  INVALID_FIELD("invalid-field", 422, Fault.CALLER, false),
  /** The Idempotency-Key was used for another request. */
  IDEMPOTENCY_KEY_REUSED("idempotency-key-reused", 422, Fault.CALLER, false),
  /** The files do not make a dataset: the errors name them. */
  INVALID_DATASET("invalid-dataset", 422, Fault.CALLER, false),
  /** What the request says is in storage is not there, or differs. */
  OBJECT_MISSING("object-missing", 422, Fault.CALLER, false),
  /** More requests than the key may make; the header Retry-After says when to go on. */
  RATE_LIMITED("rate-limited", 429, Fault.CALLER, true),
  /** The service failed; its log says more. */
  INTERNAL("internal", 500, Fault.SERVICE, true),
  /** The service does as much of this as it can. */
  OVERLOADED("overloaded", 503, Fault.SERVICE, true),
  /** No autoscaler that acts on the pool answers; nothing was changed. */
  AUTOSCALER_UNAVAILABLE("autoscaler-unavailable", 503, Fault.SERVICE, true),
  /** The storage does not answer; nothing was changed. */
  STORAGE_UNAVAILABLE("storage-unavailable", 503, Fault.SERVICE, true),
  /** The database does not answer; nothing was changed. */
  DATABASE_UNAVAILABLE("database-unavailable", 503, Fault.SERVICE, true);

  private final String code;
  private final int status;
  private final Fault fault;
  private final boolean retryable;

  ErrorCode(String code, int status, Fault fault, boolean retryable) {
    this.code = code;
    this.status = status;
    this.fault = fault;
    this.retryable = retryable;
  }

  @JsonCreator
  public static ErrorCode ofCode(String code) {
    for (ErrorCode each : values()) {
      if (each.code.equals(code)) {
        return each;
      }
    }
    throw new IllegalArgumentException("unknown error code '" + code + "'");
  }

  @JsonValue
  public String code() {
    return code;
  }

  public int status() {
    return status;
  }

  public Fault fault() {
    return fault;
  }

  public boolean retryable() {
    return retryable;
  }
}
