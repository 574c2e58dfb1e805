package io.baton.sdxl.progress;

/** Is told what happens, by one thread at a time. */
@FunctionalInterface
public interface ProgressListener {

  void on(ProgressEvent event);

  /** Tells both, this one first. */
  default ProgressListener and(ProgressListener other) {
    return event -> {
      on(event);
      other.on(event);
    };
  }

  /** The same listener, for several threads: what they tell comes one after the other. */
  static ProgressListener shared(ProgressListener listener) {
    Object lock = new Object();
    return event -> {
      synchronized (lock) {
        listener.on(event);
      }
    };
  }
}
