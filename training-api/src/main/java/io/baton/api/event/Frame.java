package io.baton.api.event;

/** What a reader of the stream gets. */
sealed interface Frame {
  /** Where the reader is after it. */
  long position();

  /** An event. */
  record Told(PublishedEvent published) implements Frame {
    @Override
    public long position() {
      return published.position();
    }
  }

  /** A sign of life: up to that position there was nothing more for the reader. */
  record Quiet(long position) implements Frame {}
}
