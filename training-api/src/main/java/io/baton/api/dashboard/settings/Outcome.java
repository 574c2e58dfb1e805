package io.baton.api.dashboard.settings;

import io.baton.api.problem.ProblemException;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.problem.Fault;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What came of what a form asked for.
 *
 * @param done what was made or changed; empty where it was refused
 * @param refused empty where it was done
 */
record Outcome<T>(Optional<T> done, Optional<Refused> refused) {
  /** Nothing was asked for. */
  static <T> Outcome<T> none() {
    return new Outcome<>(Optional.empty(), Optional.empty());
  }

  /**
   * Does it.
   *
   * @throws ProblemException where the thing is not there at all, or the service is at fault
   */
  static <T> Outcome<T> of(Supplier<T> change) {
    try {
      return new Outcome<>(Optional.of(change.get()), Optional.empty());
    } catch (InvalidFieldException e) {
      return refused(new Refused(ErrorCode.INVALID_FIELD.status(), e.getMessage() + "."));
    } catch (ProblemException e) {
      if (e.problem().fault() == Fault.SERVICE || e.problem().code() == ErrorCode.NOT_FOUND) {
        throw e;
      }
      return refused(new Refused(e.problem().status(), e.problem().detail()));
    }
  }

  private static <T> Outcome<T> refused(Refused why) {
    return new Outcome<>(Optional.empty(), Optional.of(why));
  }
}
