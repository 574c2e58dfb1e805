package io.baton.node.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.baton.locals3.LocalS3Process;
import io.baton.node.clock.NodeClock;
import io.baton.node.failure.AttemptFailedException;
import io.baton.node.fixture.LeapingClock;
import io.baton.node.metrics.NodeMetrics;
import io.baton.node.models.ModelRequest.Role;
import io.baton.protocol.job.BaseModel;
import io.baton.protocol.work.FailureClass;
import io.baton.sync.store.ObjectKey;
import io.baton.sync.store.S3Settings;
import io.baton.sync.store.S3Store;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models in a bucket of a real S3 server that checks signatures. */
class BucketModelTest {
  private static final String WEIGHTS = "weights of an autoencoder ".repeat(1000);
  private static final String FILE = "diffusion_pytorch_model.safetensors";

  @TempDir static Path serverDirectory;
  @TempDir Path directory;
  private static LocalS3Process server;

  @BeforeAll
  static void startServer() {
    server = LocalS3Process.in(serverDirectory).buckets("models").start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void model_is_fetched_and_checked_by_its_list_of_digests() throws Exception {
    store("checked", sum(WEIGHTS) + "  ./" + FILE + "\n");

    try (HeldModel model = models(server.secretKey()).acquire(request("checked"), () -> {})) {
      assertThat(model.directory().resolve(FILE)).hasContent(WEIGHTS);
      assertThat(model.directory().resolve("config.json")).hasContent("{}");
    }
  }

  @Test
  void object_that_differs_from_the_list_is_refused() {
    store("wrong", sum("other weights") + "  " + FILE + "\n");
    AttemptFailedException failure = failure(server.secretKey(), "wrong");

    assertThat(failure.failureClass()).isEqualTo(FailureClass.STORAGE_DOWN);
    assertThat(failure).hasMessageContaining(FILE + " that differs from its own digest");
    assertThat(directory.resolve("cache/models")).doesNotExist();
  }

  @Test
  void without_a_list_sizes_are_checked() throws Exception {
    store("unlisted", "");

    try (HeldModel model = models(server.secretKey()).acquire(request("unlisted"), () -> {})) {
      assertThat(model.directory().resolve(FILE)).hasContent(WEIGHTS);
    }
  }

  @Test
  void download_goes_on_from_what_is_there() throws Exception {
    store("resumed", sum(WEIGHTS) + " *" + FILE + "\n");
    ModelLocation.Bucket location = new ModelLocation.Bucket("models", Optional.of("resumed"));
    RemoteModel source = new BucketModel(location, settings(server.secretKey()));
    RemoteListing listing = source.list();
    RemoteFile weights =
        listing.files().stream().filter(file -> file.path().equals(FILE)).findFirst().orElseThrow();

    try (RemoteModel.Opened opened = source.open(listing, weights, 1000)) {
      assertThat(opened.offset()).isEqualTo(1000);
      assertThat(new String(opened.body().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo(WEIGHTS.substring(1000));
    }
  }

  @Test
  void wrong_keys_and_a_missing_model_are_told() {
    assertThat(failure("wrong key", "checked"))
        .hasMessageContaining("S3 refuses s3://models/checked (SignatureDoesNotMatch)");
    assertThat(failure(server.secretKey(), "none"))
        .hasMessageContaining("s3://models/none has no config.json, nor has its folder vae");
  }

  private static void store(String prefix, String sums) {
    try (S3Store store =
        new S3Store(
            new S3Settings(
                server.endpoint(),
                "us-east-1",
                server.accessKey(),
                server.secretKey(),
                Optional.empty(),
                "models",
                Optional.of(new ObjectKey(prefix))))) {
      store.put(new ObjectKey("config.json"), "{}".getBytes(StandardCharsets.UTF_8));
      store.put(new ObjectKey(FILE), WEIGHTS.getBytes(StandardCharsets.UTF_8));
      if (!sums.isEmpty()) {
        store.put(new ObjectKey(BucketModel.SUMS), sums.getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static String sum(String content) {
    return HexFormat.of()
        .formatHex(FileDigest.sha256().digest(content.getBytes(StandardCharsets.UTF_8)));
  }

  private AttemptFailedException failure(String secretKey, String prefix) {
    return catchThrowableOfType(
        AttemptFailedException.class,
        () -> models(secretKey).acquire(request(prefix), () -> {}).close());
  }

  private static ModelRequest request(String prefix) {
    return new ModelRequest(new BaseModel("s3://models/" + prefix), Role.VAE, Optional.of("fp16"));
  }

  private BaseModels models(String secretKey) {
    return new BaseModels(
        new ModelSettings(
            directory.resolve("models"),
            directory.resolve("cache"),
            1 << 20,
            List.of(),
            List.of(new AllowedSource("s3://models/*")),
            new HubSettings(URI.create("http://127.0.0.1:1"), Optional.empty()),
            settings(secretKey),
            Optional.empty()),
        new LeapingClock(),
        Duration.ofMinutes(1),
        new NodeMetrics(NodeClock.SYSTEM).models());
  }

  private static BucketSettings settings(String secretKey) {
    return new BucketSettings(
        server.endpoint(),
        "us-east-1",
        Optional.of(
            new BucketSettings.Credentials(server.accessKey(), secretKey, Optional.empty())));
  }
}
