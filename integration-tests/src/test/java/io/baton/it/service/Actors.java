package io.baton.it.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.baton.protocol.checkpoint.CheckpointCommit;
import io.baton.protocol.checkpoint.StoredFile;
import io.baton.protocol.client.ApiEndpoint;
import io.baton.protocol.client.DatasetsClient;
import io.baton.protocol.client.JobsClient;
import io.baton.protocol.client.Json;
import io.baton.protocol.client.WebhooksClient;
import io.baton.protocol.client.WorkClient;
import io.baton.protocol.dataset.DatasetCreation;
import io.baton.protocol.dataset.DatasetFile;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.dataset.DatasetUploads;
import io.baton.protocol.event.EventType;
import io.baton.protocol.event.JobEvent;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobSpec;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.storage.AccessMethod;
import io.baton.protocol.storage.AccessRequest;
import io.baton.protocol.webhook.SigningSecret;
import io.baton.protocol.webhook.WebhookCreation;
import io.baton.protocol.work.Completion;
import io.baton.protocol.work.Grant;
import io.baton.protocol.work.NodeCapabilities;
import io.baton.protocol.work.WorkRequest;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;

/** A user and the nodes, as one replica sees them; what they train is made up. */
final class Actors {
  private static final int STEPS = 20;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final DatasetsClient datasets;
  private final JobsClient jobs;
  private final WorkClient work;
  private final WebhooksClient webhooks;

  Actors(ApiEndpoint api) {
    datasets = new DatasetsClient(api);
    jobs = new JobsClient(api);
    work = new WorkClient(api);
    webhooks = new WebhooksClient(api);
  }

  void subscribe(URI url) {
    webhooks.create(new WebhookCreation(url, Optional.empty(), List.of()));
  }

  DatasetId dataset() throws IOException, InterruptedException {
    ByteArrayOutputStream image = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), "png", image);
    byte[] bytes = image.toByteArray();
    DatasetId id = datasets.create(new DatasetCreation("cats")).id();
    DatasetFile file = new DatasetFile("cat.png", bytes.length, sha256(bytes));
    put(datasets.announce(id, new DatasetUploads(List.of(file))).urls().get(0).url(), bytes);
    datasets.finalizeDataset(id);
    return id;
  }

  /** A job with a webhook of its own. */
  JobId submit(DatasetId dataset, URI webhook) throws JsonProcessingException {
    String spec =
        """
        {"datasetId": "%s", "baseModel": "tiny",
         "training": {"instancePrompt": "a photo of sks cat", "maxTrainSteps": %d},
         "webhook": {"url": "%s", "secret": "%s"}}
        """
            .formatted(dataset, STEPS, webhook, SigningSecret.draw().text());
    return jobs.submit(Json.mapper().readValue(spec, JobSpec.class)).id();
  }

  Job job(JobId id) {
    return jobs.job(id);
  }

  /** The events of a job that webhooks carry, in order. */
  List<String> sentTypes(JobId id) {
    return jobs.events(id, 0).events().stream()
        .map(JobEvent::type)
        .filter(EventType::sent)
        .map(EventType::wireName)
        .toList();
  }

  Optional<Grant> claim(String node) {
    return work.claim(
        new WorkRequest(
            new NodeId(node),
            new PoolName("local"),
            "localhost",
            1,
            new NodeCapabilities(Optional.empty(), Optional.empty(), List.of(), null),
            Optional.empty()));
  }

  void commit(Grant grant, int step) throws IOException, InterruptedException {
    StoredFile weights = store(grant, "checkpoint-" + step + "/files/w", new byte[] {1});
    String manifest =
        "{\"version\":1,\"step\":%d,\"files\":[{\"path\":\"w\",\"size\":1,\"sha256\":\"\",\"key\":\"%s\"}]}"
            .formatted(step, weights.key());
    StoredFile stored =
        store(
            grant,
            "checkpoint-" + step + "/manifest.json",
            manifest.getBytes(StandardCharsets.UTF_8));
    work.commit(
        grant.job(),
        grant.attempt(),
        new CheckpointCommit(step, stored, 1, Optional.empty(), Optional.empty()));
  }

  void complete(Grant grant) throws IOException, InterruptedException {
    StoredFile lora = store(grant, "pytorch_lora_weights.safetensors", new byte[] {1, 2, 3});
    work.complete(grant.job(), grant.attempt(), new Completion(STEPS, List.of(lora)));
  }

  private StoredFile store(Grant grant, String name, byte[] content)
      throws IOException, InterruptedException {
    String key = grant.attemptPrefix() + name;
    AccessRequest.ObjectAccess write = new AccessRequest.ObjectAccess(key, AccessMethod.PUT);
    put(
        work.access(grant.job(), grant.attempt(), new AccessRequest(List.of(write)))
            .urls()
            .get(0)
            .url(),
        content);
    return new StoredFile(name, key, content.length, sha256(content));
  }

  private static void put(URI url, byte[] content) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(url).PUT(HttpRequest.BodyPublishers.ofByteArray(content)).build();
    assertThat(HTTP.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
