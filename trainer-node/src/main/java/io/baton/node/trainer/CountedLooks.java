package io.baton.node.trainer;

/**
 * A text that lets a regular expression look at only so many of its characters: one that a user
 * wrote may need more time than there is.
 */
final class CountedLooks implements CharSequence {
  private final String text;
  private int left;

  CountedLooks(String text, int most) {
    this.text = text;
    this.left = most;
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    if (left-- <= 0) {
      throw new TooManyException();
    }
    return text.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.substring(start, end);
  }

  @Override
  public String toString() {
    return text;
  }

  /** The expression has looked too often. */
  static final class TooManyException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooManyException() {
      super(null, null, false, false);
    }
  }
}
