package io.baton.it.pool;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.baton.it.node.TinyTraining;
import io.baton.protocol.client.ApiEndpoint;
import io.baton.protocol.client.JobsClient;
import io.baton.protocol.client.Json;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A user whose jobs keep their nodes busy until they are let through. */
final class GatedJobs {
  private final TinyTraining user;
  private final Path gates;
  private final String pool;
  private int next;

  /**
   * One with a dataset.
   *
   * @param pool whose nodes the jobs require, by the label {@code pool}
   */
  GatedJobs(ApiEndpoint api, Path home, Path gates, String pool) throws IOException {
    this.user = new TinyTraining(api, home, 1, 1);
    this.gates = Files.createDirectories(gates);
    this.pool = pool;
  }

  /** A job, and the file that lets it through. */
  record Gated(JobId id, Path gate) {
    void letThrough() throws IOException {
      Files.createFile(gate);
    }
  }

  List<Gated> submit(int count) throws JsonProcessingException {
    List<Gated> jobs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Path gate = gates.resolve("gate-" + next++);
      jobs.add(new Gated(user.submit(workload(gate)), gate));
    }
    return jobs;
  }

  /** Jobs that fail at once on whatever node has them while a file is there. */
  List<JobId> submitFailingBeside(Path file, int count) throws JsonProcessingException {
    String script = "if [ -e " + file + " ]; then exit 1; fi; echo through > $0/result.txt";
    List<JobId> jobs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      jobs.add(user.submit(command(script)));
    }
    return jobs;
  }

  private String workload(Path gate) throws JsonProcessingException {
    return command("while [ ! -e " + gate + " ]; do sleep 0.1; done; echo through > $0/result.txt");
  }

  private String command(String script) throws JsonProcessingException {
    return "\"requirements\": {\"nodeLabels\": {\"pool\": \"%s\"}}, \"command\": %s"
        .formatted(
            pool,
            Json.mapper()
                .writeValueAsString(
                    Map.of(
                        "words", List.of("sh", "-c", script, "{output}"),
                        "totalSteps", 1,
                        "artifact", List.of("result.txt"))));
  }

  Job job(Gated gated) {
    return client().job(gated.id());
  }

  boolean allAre(JobStatus status, List<Gated> jobs) {
    return jobs.stream().allMatch(each -> job(each).status() == status);
  }

  JobsClient client() {
    return user.jobs();
  }
}
