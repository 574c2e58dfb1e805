package io.baton.api.event;

import io.baton.protocol.event.JobEvent;

/**
 * An event that may be given out.
 *
 * @param position its place in the order that readers follow
 * @param owner whose job it is of
 */
record PublishedEvent(long position, String owner, JobEvent event) {}
