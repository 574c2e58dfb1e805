package io.baton.protocol.problem;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Every error that the service answers: its code, HTTP status, whose fault, whether to retry. */
public enum ErrorCode {
  MALFORMED_REQUEST("malformed-request", 400, Fault.CALLER, false),
  UNKNOWN_FIELD("unknown-field", 400, Fault.CALLER, false),
  NOT_FOUND("not-found", 404, Fault.CALLER, false),
  METHOD_NOT_ALLOWED("method-not-allowed", 405, Fault.CALLER, false),
  NOT_ACCEPTABLE("not-acceptable", 406, Fault.CALLER, false),
  /** The attempt no longer holds the job: it changed nothing, and nothing more is wanted of it. */
  LEASE_LOST("lease-lost", 409, Fault.CALLER, false),
  /** The thing is in a state in which this cannot be done. */
  CONFLICT("conflict", 409, Fault.CALLER, false),
  TOO_LARGE("too-large", 413, Fault.CALLER, false),
  UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, Fault.CALLER, false),
  INVALID_FIELD("invalid-field", 422, Fault.CALLER, false),
  INVALID_DATASET("invalid-dataset", 422, Fault.CALLER, false),
  /** What the request says is in storage is not there, or differs. */
  OBJECT_MISSING("object-missing", 422, Fault.CALLER, false),
  INTERNAL("internal", 500, Fault.SERVICE, true),
  STORAGE_UNAVAILABLE("storage-unavailable", 503, Fault.SERVICE, true),
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
