package io.baton.cli.document;

/** A field of a document that is not as it must be. */
public final class InvalidDocumentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final String requirement;

  InvalidDocumentException(String field, String requirement) {
    super((field.isEmpty() ? "It" : "'" + field + "'") + " " + requirement + ".");
    this.field = field;
    this.requirement = requirement;
  }

  /** With a dot before each inner one; empty for the whole document. */
  public String field() {
    return field;
  }

  /** The message without the field and without its full stop. */
  public String requirement() {
    return requirement;
  }
}
