package io.baton.protocol.job;

import io.baton.protocol.field.Fields;

/**
 * A job's place in the queue.
 *
 * @param priority -1000 to 1000, larger first among jobs that are pending
 */
public record JobPriority(Integer priority) {
  public static final int MIN = -1000;
  public static final int MAX = 1000;

  public JobPriority {
    Fields.required("priority", priority);
    Fields.inRange("priority", priority, MIN, MAX);
  }
}
