package io.baton.api.dataset;

import java.util.Optional;

/** Whether a file can be trained on. */
sealed interface Verdict {

  /** A caption or a table of captions that can be read. */
  record Text() implements Verdict {}

  /** An image that can be decoded. */
  record Image(int width, int height) implements Verdict {}

  /**
   * A file that cannot be used.
   *
   * @param why the end of a sentence that begins with the file's name
   */
  record Bad(String why) implements Verdict {}

  default Optional<String> problem() {
    return this instanceof Bad bad ? Optional.of(bad.why()) : Optional.empty();
  }
}
