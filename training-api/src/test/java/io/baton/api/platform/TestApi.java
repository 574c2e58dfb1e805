package io.baton.api.platform;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.baton.protocol.checkpoint.CheckpointCommit;
import io.baton.protocol.checkpoint.StoredFile;
import io.baton.protocol.client.Json;
import io.baton.protocol.dataset.Dataset;
import io.baton.protocol.dataset.DatasetCreation;
import io.baton.protocol.dataset.DatasetFile;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.dataset.DatasetUploads;
import io.baton.protocol.job.BaseModel;
import io.baton.protocol.job.Budgets;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobSpec;
import io.baton.protocol.job.TrainingOptions;
import io.baton.protocol.label.Labels;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.storage.AccessMethod;
import io.baton.protocol.storage.AccessRequest;
import io.baton.protocol.storage.SignedUrls;
import io.baton.protocol.webhook.WebhookTarget;
import io.baton.protocol.work.Completion;
import io.baton.protocol.work.Failure;
import io.baton.protocol.work.FailureClass;
import io.baton.protocol.work.Grant;
import io.baton.protocol.work.Heartbeat;
import io.baton.protocol.work.NodeCapabilities;
import io.baton.protocol.work.Phase;
import io.baton.protocol.work.Release;
import io.baton.protocol.work.WorkRequest;
import io.restassured.response.Response;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;

/** The service as users and nodes see it: over REST, and storage over signed URLs. */
public final class TestApi {
  public static final int STEPS = 60;

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private TestApi() {}

  public static Response post(String path, Object body) {
    return given().contentType("application/json").body(json(body)).post(path);
  }

  public static Response put(String path, Object body) {
    return given().contentType("application/json").body(json(body)).put(path);
  }

  public static Response get(String path) {
    return given().get(path);
  }

  public static <T> T read(Response response, int status, Class<T> type) {
    if (response.statusCode() != status) {
      throw new AssertionError(
          "HTTP " + response.statusCode() + " instead of " + status + ": " + response.asString());
    }
    try {
      return Json.mapper().readValue(response.asString(), type);
    } catch (JsonProcessingException e) {
      throw new AssertionError(response.asString(), e);
    }
  }

  public static String json(Object body) {
    try {
      return body instanceof String text ? text : Json.mapper().writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  // Datasets

  public static DatasetId createDataset() {
    return read(post("/v1/datasets", new DatasetCreation("cats")), 201, Dataset.class).id();
  }

  /** Announces and uploads. */
  public static void upload(DatasetId dataset, String name, byte[] content) {
    DatasetFile file = new DatasetFile(name, content.length, sha256(content));
    put(announce(dataset, file).urls().get(0).url(), content);
  }

  public static SignedUrls announce(DatasetId dataset, DatasetFile... files) {
    return read(
        post("/v1/datasets/" + dataset + "/files", new DatasetUploads(List.of(files))),
        200,
        SignedUrls.class);
  }

  public static Response finalizeDataset(DatasetId dataset) {
    return post("/v1/datasets/" + dataset + "/finalize?waitSeconds=20", "{}");
  }

  public static DatasetId readyDataset() {
    DatasetId dataset = createDataset();
    upload(dataset, "cat.png", image("png", 40));
    read(finalizeDataset(dataset), 200, Dataset.class);
    return dataset;
  }

  public static byte[] image(String format, int shade) {
    BufferedImage image = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < 64; x++) {
      for (int y = 0; y < 48; y++) {
        image.setRGB(x, y, (shade << 16) | (x << 10) | (y << 2));
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, format, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  // Jobs

  public static JobSpec spec(DatasetId dataset) {
    return spec(dataset, 0, Budgets.DEFAULT, Optional.empty());
  }

  public static JobSpec spec(
      DatasetId dataset, int priority, Budgets budgets, Optional<WebhookTarget> webhook) {
    TrainingOptions training =
        options("{\"instancePrompt\":\"a photo of sks cat\",\"maxTrainSteps\":" + STEPS + "}");
    return new JobSpec(
        null,
        dataset,
        new BaseModel("tiny"),
        Optional.of(training),
        Optional.empty(),
        priority,
        budgets,
        2,
        null,
        webhook,
        null,
        null);
  }

  /** The spec with these fields in place of its own. */
  public static JobSpec with(JobSpec spec, String json) {
    try {
      ObjectNode fields = Json.mapper().valueToTree(spec);
      fields.setAll((ObjectNode) Json.mapper().readTree(json));
      return Json.mapper().treeToValue(fields, JobSpec.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static TrainingOptions options(String json) {
    try {
      return Json.mapper().readValue(json, TrainingOptions.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  public static Job submit(JobSpec spec) {
    return read(post("/v1/jobs", spec), 201, Job.class);
  }

  public static Job job(Job job) {
    return read(get("/v1/jobs/" + job.id()), 200, Job.class);
  }

  // Nodes

  public static Optional<Grant> claim(String node) {
    Response response = post("/v1/work", workRequest(node));
    return response.statusCode() == 204
        ? Optional.empty()
        : Optional.of(read(response, 200, Grant.class));
  }

  /** Claims where there must be work. */
  public static Grant grantTo(String node) {
    return claim(node).orElseThrow(() -> new AssertionError("there is no work for " + node));
  }

  public static WorkRequest workRequest(String node) {
    return new WorkRequest(
        new NodeId(node),
        new PoolName("local"),
        "localhost",
        1,
        new NodeCapabilities(Optional.empty(), Optional.empty(), List.of(), Labels.NONE),
        Optional.empty());
  }

  public static Response call(Grant grant, String verb, Object body) {
    return post("/v1/jobs/" + grant.job() + "/attempts/" + grant.attempt() + "/" + verb, body);
  }

  public static Response heartbeat(Grant grant, int step) {
    return call(
        grant,
        "heartbeat",
        new Heartbeat(Phase.TRAINING, step, Optional.of(0.5), Optional.of(2.0)));
  }

  public static Response access(Grant grant, AccessMethod method, String key) {
    return call(
        grant, "access", new AccessRequest(List.of(new AccessRequest.ObjectAccess(key, method))));
  }

  public static Response release(Grant grant, int step) {
    return call(grant, "release", new Release("Spot notice.", step));
  }

  public static Response fail(Grant grant, FailureClass failureClass) {
    return call(grant, "fail", new Failure(failureClass, "It said no.", List.of("last line")));
  }

  public static Response complete(Grant grant) {
    StoredFile file = store(grant, "pytorch_lora_weights.safetensors", new byte[] {1, 2, 3});
    return call(grant, "complete", new Completion(STEPS, List.of(file)));
  }

  /** Uploads a checkpoint of one file and commits it. */
  public static Response commit(Grant grant, int step) {
    StoredFile weights = store(grant, "checkpoint-" + step + "/files/w", new byte[] {(byte) step});
    return commit(grant, step, List.of(weights.key()));
  }

  /** Uploads a manifest that names these objects and commits it. */
  public static Response commit(Grant grant, int step, List<String> keys) {
    return call(grant, "checkpoints", manifest(grant, step, keys));
  }

  public static CheckpointCommit manifest(Grant grant, int step, List<String> keys) {
    StringBuilder files = new StringBuilder();
    for (String key : keys) {
      files
          .append(files.isEmpty() ? "" : ",")
          .append("{\"path\":\"w\",\"size\":1,\"sha256\":\"\",\"key\":\"" + key + "\"}");
    }
    String json = "{\"version\":1,\"step\":" + step + ",\"files\":[" + files + "]}";
    StoredFile manifest =
        store(
            grant, "checkpoint-" + step + "/manifest.json", json.getBytes(StandardCharsets.UTF_8));
    return new CheckpointCommit(
        step, manifest, 1, Optional.of(0.25), Optional.of(2.0), Optional.of(0.5));
  }

  /** Uploads an object below the attempt's prefix. */
  public static StoredFile store(Grant grant, String name, byte[] content) {
    String key = grant.attemptPrefix() + name;
    put(
        read(access(grant, AccessMethod.PUT, key), 200, SignedUrls.class).urls().get(0).url(),
        content);
    return new StoredFile(name, key, content.length, sha256(content));
  }

  // Storage

  public static void put(URI url, byte[] content) {
    int status =
        send(HttpRequest.newBuilder(url).PUT(HttpRequest.BodyPublishers.ofByteArray(content)))
            .statusCode();
    if (status != 200) {
      throw new AssertionError("storage answered the upload with HTTP " + status);
    }
  }

  public static HttpResponse<byte[]> send(HttpRequest.Builder request) {
    try {
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
