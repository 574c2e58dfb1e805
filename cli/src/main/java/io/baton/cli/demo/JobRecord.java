package io.baton.cli.demo;

import io.baton.protocol.client.JobsClient;
import io.baton.protocol.event.EventType;
import io.baton.protocol.event.JobEvent;
import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.AttemptRecord;
import io.baton.protocol.job.Job;
import java.util.List;
import java.util.Optional;

/** What is known about a job after its end. */
record JobRecord(Job job, List<AttemptRecord> attempts, List<JobEvent> events) {
  static JobRecord of(JobsClient jobs, Job ended) {
    return new JobRecord(
        jobs.job(ended.id()), jobs.attempts(ended.id()), jobs.events(ended.id(), 0).events());
  }

  Optional<AttemptRecord> attempt(int number) {
    return attempts.stream().filter(a -> a.attempt().number() == number).findFirst();
  }

  /** The newest checkpoint that was committed before an attempt started; 0 without one. */
  int lastCommittedBefore(Attempt attempt) {
    int last = 0;
    for (JobEvent event : events) {
      if (event.type() == EventType.STARTED && event.attempt().equals(Optional.of(attempt))) {
        break;
      }
      if (event.type() == EventType.CHECKPOINT) {
        last = Math.max(last, event.step().orElse(0));
      }
    }
    return last;
  }
}
