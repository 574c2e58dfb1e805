package io.baton.cli.job;

import io.baton.cli.ApiCommand;
import io.baton.cli.Surroundings;
import io.baton.protocol.client.JobsClient;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobId;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Parameters;

/** Does the same to several jobs, one after the other; the first that is refused ends it. */
abstract class JobsChange extends ApiCommand {
  @Parameters(
      arity = "1..*",
      paramLabel = "JOB",
      description = "Ids of jobs, or 'last' for the one that was submitted last.")
  private List<String> names;

  JobsChange(Surroundings surroundings) {
    super(surroundings);
  }

  abstract Job change(JobsClient jobs, JobId id);

  abstract String told(Job job);

  @Override
  public final Integer call() {
    JobsClient client = api().jobs();
    // All names are looked at before anything is changed.
    List<JobId> ids = names.stream().map(name -> JobArgument.resolve(client, name)).toList();
    List<Job> changed = new ArrayList<>();
    for (JobId id : ids) {
      Job job = change(client, id);
      changed.add(job);
      if (output().forPeople()) {
        console.plain(told(job));
      }
    }
    return answer(changed.size() == 1 ? changed.get(0) : changed, List::of, () -> {});
  }
}
