package io.baton.api.problem;

import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.problem.Problem;
import jakarta.ws.rs.WebApplicationException;
import java.util.List;

/** Problem documents of errors that the framework finds. */
public final class Problems {
  private Problems() {}

  public static Problem invalidField(InvalidFieldException e) {
    return Problem.of(
        ErrorCode.INVALID_FIELD,
        e.getMessage() + ".",
        List.of(Problem.FieldError.of(e.field(), e.requirement())));
  }

  static Problem ofStatus(WebApplicationException e, String path) {
    int status = e.getResponse().getStatus();
    return switch (status) {
      case 404 -> Problem.of(ErrorCode.NOT_FOUND, notFound(e, path));
      case 405 ->
          Problem.of(ErrorCode.METHOD_NOT_ALLOWED, "This method is not offered at " + path + ".");
      case 406 ->
          Problem.of(ErrorCode.NOT_ACCEPTABLE, "The service answers with application/json only.");
      case 413 -> Problem.of(ErrorCode.TOO_LARGE, "The request's body is too large.");
      case 415 ->
          Problem.of(
              ErrorCode.UNSUPPORTED_MEDIA_TYPE,
              "The body must be JSON: send Content-Type: application/json.");
      default ->
          status / 100 == 4
              ? Problem.of(ErrorCode.MALFORMED_REQUEST, "The request cannot be read.")
              : Problem.of(
                  ErrorCode.INTERNAL, "The service failed; its log says more. Try again later.");
    };
  }

  /** A name in the path that no thing can have is found by nobody. */
  private static String notFound(WebApplicationException e, String path) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof InvalidFieldException invalid) {
        return "There is nothing at " + path + ": " + invalid.getMessage() + ".";
      }
    }
    return "There is nothing at " + path + ".";
  }
}
