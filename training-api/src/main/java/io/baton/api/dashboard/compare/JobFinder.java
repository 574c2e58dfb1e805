package io.baton.api.dashboard.compare;

import io.baton.api.dashboard.jobs.JobRow;
import io.baton.api.job.JobFilterParameters;
import io.baton.api.job.JobResource;
import io.baton.api.problem.ProblemException;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobPage;
import io.baton.protocol.label.LabelSelector;
import io.baton.protocol.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds jobs that could be compared, by what people know of them. */
@ApplicationScoped
public class JobFinder {
  /** Of how many of the newest jobs names are looked at; no index has them. */
  public static final int NAMES = 1000;

  private static final int MOST = 10;
  private static final int PAGE = 200;

  private final JobResource jobs;

  JobFinder(JobResource jobs) {
    this.jobs = jobs;
  }

  /**
   * Newest first: jobs whose id it is, that have the label, or whose name has it somewhere; the
   * newest ones where nothing is looked for.
   *
   * @param besides jobs that are not wanted
   */
  List<JobRow> find(Optional<String> text, List<String> besides) {
    Map<JobId, Job> found = new LinkedHashMap<>();
    if (text.isPresent()) {
      byId(text.get()).ifPresent(job -> found.put(job.id(), job));
      byLabel(text.get()).forEach(job -> found.put(job.id(), job));
      byName(text.get(), found);
    } else {
      newest(null, MOST + besides.size()).jobs().forEach(job -> found.put(job.id(), job));
    }
    return found.values().stream()
        .filter(job -> !besides.contains(job.id().value()))
        .limit(MOST)
        .map(JobRow::new)
        .toList();
  }

  private Optional<Job> byId(String text) {
    try {
      return Optional.of(jobs.job(new JobId(text)));
    } catch (InvalidFieldException noId) {
      return Optional.empty();
    } catch (ProblemException noSuchJob) {
      if (noSuchJob.problem().code() != ErrorCode.NOT_FOUND) {
        throw noSuchJob;
      }
      return Optional.empty();
    }
  }

  private List<Job> byLabel(String text) {
    try {
      LabelSelector label = LabelSelector.parse(text);
      JobFilterParameters parameters = parameters();
      parameters.label = List.of(label.toString());
      return jobs.list(parameters, null, Integer.toString(PAGE)).jobs();
    } catch (InvalidFieldException noLabel) {
      return List.of();
    }
  }

  private void byName(String text, Map<JobId, Job> found) {
    String wanted = text.toLowerCase(Locale.ROOT);
    String cursor = null;
    for (int read = 0; read < NAMES && found.size() < MOST + Comparison.MOST; read += PAGE) {
      JobPage page = newest(cursor, PAGE);
      page.jobs().stream()
          .filter(job -> job.spec().name().toLowerCase(Locale.ROOT).contains(wanted))
          .forEach(job -> found.put(job.id(), job));
      cursor = page.nextCursor().orElse(null);
      if (cursor == null) {
        return;
      }
    }
  }

  private JobPage newest(String cursor, int limit) {
    return jobs.list(parameters(), cursor, Integer.toString(limit));
  }

  private static JobFilterParameters parameters() {
    JobFilterParameters parameters = new JobFilterParameters();
    parameters.status = List.of();
    parameters.label = List.of();
    return parameters;
  }
}
