package io.baton.api.event;

import io.baton.api.access.OwnerScope;
import io.baton.protocol.event.EventType;
import io.baton.protocol.job.JobId;
import java.util.Optional;
import java.util.Set;

/**
 * Which events a reader follows.
 *
 * @param scope of those that the reader may see
 * @param job absent: of all jobs
 * @param types empty: of all types
 */
record EventFilter(OwnerScope scope, Optional<JobId> job, Set<EventType> types) {
  EventFilter {
    types = Set.copyOf(types);
  }

  boolean matches(PublishedEvent published) {
    return scope.covers(published.owner())
        && (job.isEmpty() || job.get().equals(published.event().job()))
        && (types.isEmpty() || types.contains(published.event().type()));
  }
}
