package io.baton.cli.job;

import io.baton.cli.CommandFailedException;
import io.baton.protocol.client.JobsClient;
import io.baton.protocol.client.UnreachableException;
import io.baton.protocol.event.JobEvent;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Looks at a job again and again until it has ended. */
public final class JobFollower {
  /** How long the API may be away before following is given up. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final JobsClient jobs;
  private final Duration interval;

  public JobFollower(JobsClient jobs, Duration interval) {
    this.jobs = jobs;
    this.interval = interval;
  }

  /** Is told what is seen. */
  public interface Observer {
    /** The job as it is now. */
    void seen(Job job);

    /** Something happened since the last look; called before {@link #seen}. */
    void happened(JobEvent event);

    /** The API does not answer. */
    void waiting(String why);
  }

  /** Returns the job once it has ended. */
  public Job follow(JobId id, Observer observer) {
    long lastEvent = 0;
    long answeredAt = System.nanoTime();
    while (true) {
      try {
        Job job = jobs.job(id);
        List<JobEvent> events = jobs.events(id, lastEvent).events();
        answeredAt = System.nanoTime();
        for (JobEvent event : events) {
          lastEvent = event.sequence();
          observer.happened(event);
        }
        observer.seen(job);
        if (job.status().ended()) {
          return job;
        }
      } catch (UnreachableException e) {
        if (System.nanoTime() - answeredAt > PATIENCE.toNanos()) {
          throw e;
        }
        observer.waiting(e.getMessage());
      }
      pause();
    }
  }

  private void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(interval.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("Following the job was interrupted.", e);
    }
  }
}
