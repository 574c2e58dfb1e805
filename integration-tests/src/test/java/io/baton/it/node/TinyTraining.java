package io.baton.it.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.baton.cli.submit.DatasetUpload;
import io.baton.protocol.checkpoint.Artifact;
import io.baton.protocol.client.ApiEndpoint;
import io.baton.protocol.client.DatasetsClient;
import io.baton.protocol.client.JobsClient;
import io.baton.protocol.client.Json;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobSpec;
import io.baton.protocol.job.JobStatus;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A user who trains the sample photographs on the tiny model, again and again with the same options
 * and seed, so that every LoRA must have the same bytes.
 */
public final class TinyTraining {
  private static final Duration LOOK = Duration.ofMillis(25);
  private static final String LORA = "pytorch_lora_weights.safetensors";

  private final JobsClient jobs;
  private final int steps;
  private final int checkpointEvery;
  private final DatasetId dataset;
  private final HttpClient http = HttpClient.newHttpClient();

  /**
   * Uploads the photographs.
   *
   * @param home the checkout with the samples
   */
  public TinyTraining(ApiEndpoint api, Path home, int steps, int checkpointEvery) {
    this.jobs = new JobsClient(api);
    this.steps = steps;
    this.checkpointEvery = checkpointEvery;
    this.dataset =
        new DatasetUpload(new DatasetsClient(api))
            .upload(home.resolve("samples/chelsea"), "samples", bytes -> {})
            .id();
  }

  public JobsClient jobs() {
    return jobs;
  }

  public JobId submit() throws JsonProcessingException {
    return submit(
        """
        "training": {"instancePrompt": "a photo of sks cat", "resolution": 64,
          "trainBatchSize": 1, "seed": 42, "maxTrainSteps": %d, "checkpointingSteps": %d}
        """
            .formatted(steps, checkpointEvery));
  }

  /**
   * Submits a job on the photographs and the tiny model.
   *
   * @param workload what it runs: the field training or command of its JSON
   */
  public JobId submit(String workload) throws JsonProcessingException {
    String spec =
        "{\"datasetId\": \"%s\", \"baseModel\": \"%s\", %s}"
            .formatted(dataset, DrawnModel.TINY, workload);
    return jobs.submit(Json.mapper().readValue(spec, JobSpec.class)).id();
  }

  /** Looks until the job is so. */
  public Job await(JobId id, Predicate<Job> state, Duration atMost) throws InterruptedException {
    Instant latest = Instant.now().plus(atMost);
    while (true) {
      Job job = jobs.job(id);
      if (state.test(job)) {
        return job;
      }
      if (job.status() == JobStatus.FAILED || Instant.now().isAfter(latest)) {
        throw new IllegalStateException(
            "job %s did not come to that within %s: %s".formatted(id, atMost, job));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
    }
  }

  /** SHA-256 of the LoRA's bytes, as a user downloads them. */
  public String lora(JobId id) throws IOException, InterruptedException {
    for (Artifact.ArtifactFile file : jobs.artifact(id).files()) {
      if (file.name().equals(LORA)) {
        HttpResponse<byte[]> answer =
            http.send(
                HttpRequest.newBuilder(file.url()).build(),
                HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() == 200) {
          return sha256(answer.body());
        }
        throw new IOException("storage answered HTTP " + answer.statusCode() + " for the LoRA");
      }
    }
    throw new IOException("job " + id + " has no " + LORA);
  }

  static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
