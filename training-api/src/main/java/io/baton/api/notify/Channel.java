package io.baton.api.notify;

/** What replicas tell each other of through the database. */
public enum Channel {
  /** Events got their place in the order that readers follow. */
  EVENTS("baton_events"),
  /** There may be a job to claim. */
  WORK("baton_work");

  private final String databaseName;

  Channel(String databaseName) {
    this.databaseName = databaseName;
  }

  /** As {@code LISTEN} and {@code NOTIFY} call it. */
  public String databaseName() {
    return databaseName;
  }
}
