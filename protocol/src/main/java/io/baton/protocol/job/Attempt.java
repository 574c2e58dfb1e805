package io.baton.protocol.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.baton.protocol.field.InvalidFieldException;

/**
 * One node's tenure of a job, counted from 1; the number is the fencing token of every call that
 * the node makes about the job.
 */
public record Attempt(@JsonValue int number) implements Comparable<Attempt> {

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Attempt {
    if (number < 1) {
      throw new InvalidFieldException("attempt", "must be at least 1, not " + number);
    }
  }

  /** For path parameters. */
  public static Attempt valueOf(String text) {
    try {
      return new Attempt(Integer.parseInt(text));
    } catch (NumberFormatException e) {
      throw new InvalidFieldException("attempt", "must be a whole number, not '" + text + "'");
    }
  }

  @Override
  public int compareTo(Attempt other) {
    return Integer.compare(number, other.number);
  }

  @Override
  public String toString() {
    return Integer.toString(number);
  }
}
