package io.baton.api.problem;

import io.baton.protocol.problem.ErrorCode;

/** The body of a request. */
public final class Body {
  private Body() {}

  /**
   * The body, if there is one.
   *
   * @throws ProblemException with {@code malformed-request} where the caller sent none
   */
  public static <T> T required(T body) {
    if (body == null) {
      throw new ProblemException(
          ErrorCode.MALFORMED_REQUEST, "The request has no body; send a JSON object.");
    }
    return body;
  }
}
