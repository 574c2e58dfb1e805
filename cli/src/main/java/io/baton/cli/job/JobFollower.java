package io.baton.cli.job;

import io.baton.cli.CommandFailedException;
import io.baton.protocol.client.JobsClient;
import io.baton.protocol.client.UnreachableException;
import io.baton.protocol.event.JobEvent;
import io.baton.protocol.event.JobEventPage;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Looks at a job again and again until it has ended, and tells its events once each, in order. */
public final class JobFollower {
  /** How long the API may be away before following is given up. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final JobsClient jobs;
  private final Duration interval;
  private final Optional<EventFeed> feed;
  private long lastEvent;

  /** One that asks for events. */
  public JobFollower(JobsClient jobs, Duration interval) {
    this(jobs, interval, Optional.empty());
  }

  /** One to which events come by themselves; while they do not, it asks. */
  JobFollower(JobsClient jobs, Duration interval, Optional<EventFeed> feed) {
    this.jobs = jobs;
    this.interval = interval;
    this.feed = feed;
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
    long answeredAt = System.nanoTime();
    while (true) {
      try {
        Job job = jobs.job(id);
        if (job.status().ended() || feed.filter(EventFeed::connected).isEmpty()) {
          tellHistory(id, observer);
        }
        answeredAt = System.nanoTime();
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
      tell(pause(), observer);
    }
  }

  private void tellHistory(JobId id, Observer observer) {
    JobEventPage page;
    do {
      page = jobs.events(id, lastEvent);
      tell(page.events(), observer);
    } while (page.next().isPresent());
  }

  private void tell(List<JobEvent> events, Observer observer) {
    for (JobEvent event : events) {
      if (event.sequence() > lastEvent) {
        lastEvent = event.sequence();
        observer.happened(event);
      }
    }
  }

  /** What happened meanwhile, as far as it comes by itself. */
  private List<JobEvent> pause() {
    if (feed.isPresent()) {
      return feed.get().next(interval);
    }
    try {
      TimeUnit.MILLISECONDS.sleep(interval.toMillis());
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("Following the job was interrupted.", e);
    }
  }
}
