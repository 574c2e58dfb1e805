package io.baton.it.bench;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** A user who submits jobs on a dataset of one image. */
final class Submissions {
  private final BenchPlatform platform;
  private final String spec;

  Submissions(BenchPlatform platform) throws IOException, InterruptedException {
    this.platform = platform;
    this.spec =
        """
        {"datasetId":"%s","baseModel":"stabilityai/stable-diffusion-xl-base-1.0","training":{\
        "instancePrompt":"a photo of sks cat","maxTrainSteps":1000000,"checkpointingSteps":100}}"""
            .formatted(dataset());
  }

  private String dataset() throws IOException, InterruptedException {
    try (Connection connection = platform.connectAsOperator()) {
      return dataset(connection);
    }
  }

  private static String dataset(Connection connection) throws IOException, InterruptedException {
    byte[] image = image();
    String id = connection.post("/v1/datasets", "{\"name\":\"cat\"}").require(201).field("id");
    String path = "/v1/datasets/" + id;
    String file =
        "{\"files\":[{\"name\":\"cat.png\",\"size\":%d,\"sha256\":\"%s\"}]}"
            .formatted(image.length, sha256(image));
    String url = connection.post(path + "/files", file).require(200).field("url");
    upload(URI.create(url), image);
    connection.post(path + "/finalize", "{}");
    while (!connection.get(path).require(200).field("status").equals("ready")) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    return id;
  }

  /** Returns the job's name. */
  String submit() throws IOException {
    try (Connection connection = platform.connectAsOperator()) {
      return connection.post("/v1/jobs", spec).require(201).field("id");
    }
  }

  /** Returns how many milliseconds the call took. */
  double submit(int jobs) throws IOException {
    String batch =
        Stream.generate(() -> spec)
            .limit(jobs)
            .collect(Collectors.joining(",", "{\"jobs\":[", "]}"));
    try (Connection connection = platform.connectAsOperator()) {
      long from = System.nanoTime();
      connection.post("/v1/jobs/batch", batch).require(201);
      return (System.nanoTime() - from) / 1e6;
    }
  }

  private static void upload(URI url, byte[] content) throws IOException, InterruptedException {
    HttpRequest put =
        HttpRequest.newBuilder(url).PUT(HttpRequest.BodyPublishers.ofByteArray(content)).build();
    int status =
        HttpClient.newHttpClient().send(put, HttpResponse.BodyHandlers.discarding()).statusCode();
    if (status != 200) {
      throw new IOException("storage answered the upload with HTTP " + status);
    }
  }

  private static byte[] image() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), "png", out);
    return out.toByteArray();
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
