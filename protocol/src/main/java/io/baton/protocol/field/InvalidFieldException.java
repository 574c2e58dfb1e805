package io.baton.protocol.field;

/**
 * A value that the contract does not allow: which field, and one sentence that says what it must
 * be.
 */
public final class InvalidFieldException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final String requirement;

  public InvalidFieldException(String field, String requirement) {
    super("'" + field + "' " + requirement);
    this.field = field;
    this.requirement = requirement;
  }

  public String field() {
    return field;
  }

  /** The message without the field. */
  public String requirement() {
    return requirement;
  }
}
