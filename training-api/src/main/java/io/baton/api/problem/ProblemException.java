package io.baton.api.problem;

import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.problem.Problem;
import java.util.List;

/** Ends a request with a problem document. */
public class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public ProblemException(ErrorCode code, String detail) {
    this(Problem.of(code, detail), null);
  }

  public ProblemException(ErrorCode code, String detail, Throwable cause) {
    this(Problem.of(code, detail), cause);
  }

  public ProblemException(ErrorCode code, String detail, List<Problem.FieldError> errors) {
    this(Problem.of(code, detail, errors), null);
  }

  public ProblemException(Problem problem) {
    this(problem, null);
  }

  private ProblemException(Problem problem, Throwable cause) {
    super(problem.detail(), cause);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
