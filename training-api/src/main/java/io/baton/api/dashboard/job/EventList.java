package io.baton.api.dashboard.job;

import io.baton.protocol.event.JobEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What happened to a job last.
 *
 * @param newest newest first
 * @param hidden how many older ones are left out
 */
public record EventList(List<JobEvent> newest, int hidden) {
  private static final int MOST = 100;

  static EventList of(List<JobEvent> oldestFirst) {
    int hidden = Math.max(0, oldestFirst.size() - MOST);
    List<JobEvent> newest = new ArrayList<>(oldestFirst.subList(hidden, oldestFirst.size()));
    Collections.reverse(newest);
    return new EventList(newest, hidden);
  }

  /** As style sheets name what happened. */
  public String styleName(JobEvent event) {
    return event.type().wireName().substring("job.".length());
  }
}
