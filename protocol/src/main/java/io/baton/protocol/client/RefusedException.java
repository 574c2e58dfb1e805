package io.baton.protocol.client;

import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.problem.Problem;

/** The service answered with a problem document. */
public final class RefusedException extends ApiException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public RefusedException(Problem problem) {
    super(problem.detail(), null);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }

  public ErrorCode code() {
    return problem.code();
  }

  @Override
  public boolean retryable() {
    return problem.retryable();
  }
}
