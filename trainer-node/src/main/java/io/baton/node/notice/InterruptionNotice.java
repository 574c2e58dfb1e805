package io.baton.node.notice;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A place where it is told that this machine is about to be taken away. */
public interface InterruptionNotice {
  /** Where that is, for the log. */
  String origin();

  /**
   * Looks once; may wait a while for news.
   *
   * @return empty while nothing is told
   * @throws IOException if it cannot be known, or what is told makes no sense
   */
  Optional<Notice> look() throws IOException, InterruptedException;

  /** How long to wait between two looks. */
  Duration interval();

  /** Called once after a notice, when the node has given its job back and takes no other. */
  default void drained() throws IOException, InterruptedException {}
}
