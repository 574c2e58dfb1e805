package io.baton.node.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.node.clock.NodeClock;
import io.baton.node.failure.AttemptFailedException;
import io.baton.node.fixture.Await;
import io.baton.node.fixture.FakeHub;
import io.baton.node.fixture.FakeHub.Mishap;
import io.baton.node.fixture.LeapingClock;
import io.baton.node.fixture.ModelFixture;
import io.baton.node.metrics.NodeMetrics;
import io.baton.node.models.ModelRequest.Role;
import io.baton.protocol.job.BaseModel;
import io.baton.protocol.work.FailureClass;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the machine keeps of fetched models, and what leaves. */
class ModelCacheTest {
  private static final ModelRequest PLAIN = request(Optional.empty());
  private static final ModelRequest HALF = request(Optional.of("fp16"));
  private static final ModelRequest VAE =
      new ModelRequest(new BaseModel(FakeHub.NAME), Role.VAE, Optional.empty());

  @TempDir Path directory;
  private FakeHub hub;
  private long limit = 1 << 20;

  @BeforeEach
  void setUp() throws IOException {
    hub = new FakeHub().withModel();
  }

  @AfterEach
  void tearDown() {
    hub.close();
  }

  @Test
  void model_is_fetched_once() throws Exception {
    fetch(PLAIN);
    int requests = hub.fileRequests().size();
    fetch(PLAIN);

    assertThat(hub.fileRequests()).hasSize(requests);
  }

  @Test
  void two_agents_that_want_the_same_model_fetch_it_once() throws Exception {
    CompletableFuture<Path> one = CompletableFuture.supplyAsync(() -> fetch(PLAIN));
    CompletableFuture<Path> other = CompletableFuture.supplyAsync(() -> fetch(PLAIN));

    assertThat(one.get()).isEqualTo(other.get());
    assertThat(hub.fileRequests()).hasSize(4);
  }

  @Test
  void same_content_under_two_names_is_kept_once() throws Exception {
    Path main = fetch(PLAIN);
    Path tagged =
        fetch(new ModelRequest(new BaseModel(FakeHub.NAME + "@v1"), Role.BASE, Optional.empty()));

    assertThat(tagged).isEqualTo(main);
    assertThat(models()).hasSize(1);
  }

  @Test
  void least_recently_used_model_makes_room() throws Exception {
    Path plain = fetch(PLAIN);
    Path vae = fetch(VAE);
    lastUsed(vae, 1000);
    lastUsed(plain, 2000);
    limit = size(plain) + size(vae) + 10;

    Path half = fetch(HALF);

    assertThat(models()).doesNotContain(vae).contains(half);
    assertThat(models().stream().mapToLong(ModelCacheTest::size).sum()).isLessThanOrEqualTo(limit);
  }

  @Test
  void model_in_use_never_makes_room() throws Exception {
    try (HeldModel plain = agent().acquire(PLAIN, () -> {})) {
      limit = size(plain.directory()) + 10;

      assertThatThrownBy(() -> agent().acquire(HALF, () -> {}))
          .isInstanceOf(AttemptFailedException.class)
          .hasMessageContaining("is in use; raise --models-cache-bytes");
      assertThat(models()).containsExactly(plain.directory());
    }
    fetch(HALF);
    assertThat(models()).hasSize(1);
  }

  @Test
  void model_that_another_process_uses_never_makes_room() throws Exception {
    Path plain = fetch(PLAIN);
    limit = size(plain) + 10;
    Process other = LockHolder.start(directory.resolve("models-cache"), plain);
    try {
      Await.until("the other holds it", () -> Files.exists(LockHolder.sign(plain)));

      assertThatThrownBy(() -> agent().acquire(HALF, () -> {})).hasMessageContaining("is in use");
    } finally {
      other.destroyForcibly().waitFor();
    }
    fetch(HALF);
    assertThat(models()).doesNotContain(plain);
  }

  @Test
  void model_larger_than_the_cache_is_told_before_anything_is_fetched() {
    limit = 2000;

    assertThatThrownBy(() -> agent().acquire(PLAIN, () -> {}))
        .isInstanceOfSatisfying(
            AttemptFailedException.class,
            failure -> assertThat(failure.failureClass()).isEqualTo(FailureClass.DISK_FULL))
        .hasMessageContaining("which may hold 2000; raise --models-cache-bytes");
    assertThat(hub.fileRequests()).isEmpty();
  }

  @Test
  void model_with_a_file_that_was_cut_short_is_fetched_again() throws Exception {
    Path unet = fetch(PLAIN).resolve("unet/diffusion_pytorch_model.safetensors");
    try (RandomAccessFile file = new RandomAccessFile(unet.toFile(), "rw")) {
      file.setLength(10);
    }
    fetch(PLAIN);

    assertThat(unet).hasBinaryContent(hub.content("unet/diffusion_pytorch_model.safetensors"));
  }

  @Test
  void hub_that_is_away_does_not_matter_for_what_is_here() throws Exception {
    Path model = fetch(PLAIN);
    hub.refuseWith(Mishap.answer(503, Map.of()));

    assertThat(fetch(PLAIN)).isEqualTo(model);
    assertThatThrownBy(() -> agent().acquire(HALF, () -> {}))
        .hasMessageContaining("hf://org/sdxl cannot be fetched: the hub answers HTTP 503");
  }

  @Test
  void branch_that_moved_on_is_fetched_anew_and_a_commit_is_not_asked_for_again() throws Exception {
    fetch(PLAIN);
    hub.commit("b".repeat(40));
    hub.put("unet/config.json", "{\"new\":true}");
    Path now = fetch(PLAIN);
    assertThat(now.resolve("unet/config.json")).hasContent("{\"new\":true}");

    ModelRequest commit =
        new ModelRequest(
            new BaseModel(FakeHub.NAME + "@" + "b".repeat(40)), Role.BASE, Optional.empty());
    fetch(commit);
    int requests = hub.hubRequests().size();
    assertThat(fetch(commit)).isEqualTo(now);
    assertThat(hub.hubRequests()).hasSize(requests);
  }

  @Test
  void node_tells_what_it_has_under_every_name() throws Exception {
    Files.createDirectories(directory.resolve("models/tiny"));
    Files.writeString(directory.resolve("models/tiny/model_index.json"), "{}");
    Files.createDirectories(directory.resolve("models/no-model"));
    fetch(PLAIN);
    fetch(VAE);

    assertThat(agent(new ModelSource(new BaseModel("sdxl"), hubLocation())).cached())
        .containsExactly(new BaseModel(FakeHub.NAME), new BaseModel("sdxl"), new BaseModel("tiny"));
  }

  @Test
  void vae_is_the_folder_of_a_model_or_a_repository_of_its_own() throws Exception {
    assertThat(fetch(VAE).resolve("vae/diffusion_pytorch_model.safetensors")).exists();
    hub.put("config.json", "{}");
    hub.put("diffusion_pytorch_model.safetensors", "an autoencoder".repeat(100));
    hub.commit("c".repeat(40));

    assertThat(fetch(VAE).resolve("diffusion_pytorch_model.safetensors")).exists();
  }

  @Test
  void nothing_is_asked_for_that_the_operator_did_not_allow() {
    ModelSettings closed =
        ModelFixture.settings(
            directory, limit, hub.uri(), Optional.empty(), List.of("hf://other/*"));

    assertThatThrownBy(() -> agent(closed).acquire(PLAIN, () -> {}))
        .isInstanceOf(AttemptFailedException.class)
        .hasMessageContaining("is not among what this node may fetch")
        .hasMessageContaining("--allow-models");
    assertThat(hub.hubRequests()).isEmpty();
  }

  @Test
  void model_that_is_on_no_list_and_not_here_is_told() {
    assertThatThrownBy(
            () ->
                agent()
                    .acquire(
                        new ModelRequest(new BaseModel("none"), Role.BASE, Optional.empty()),
                        () -> {}))
        .isInstanceOf(AttemptFailedException.class)
        .hasMessageContaining("'none' is not on this node");
  }

  private static ModelRequest request(Optional<String> variant) {
    return new ModelRequest(new BaseModel(FakeHub.NAME), Role.BASE, variant);
  }

  private static ModelLocation hubLocation() {
    return ModelLocation.parse(FakeHub.NAME).orElseThrow();
  }

  private Path fetch(ModelRequest request) {
    try (HeldModel model = agent().acquire(request, () -> {})) {
      return model.directory();
    } catch (AttemptFailedException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private BaseModels agent(ModelSource... sources) {
    ModelSettings settings =
        ModelFixture.settings(
            directory, limit, hub.uri(), Optional.empty(), List.of("hf://*"), sources);
    return agent(settings);
  }

  private static BaseModels agent(ModelSettings settings) {
    return new BaseModels(
        settings,
        new LeapingClock(),
        Duration.ofMinutes(1),
        new NodeMetrics(NodeClock.SYSTEM).models());
  }

  private List<Path> models() {
    try (Stream<Path> models = Files.list(directory.resolve("models-cache/models"))) {
      return models.filter(Files::isDirectory).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void lastUsed(Path model, long millis) throws IOException {
    Files.setLastModifiedTime(
        model.resolveSibling(model.getFileName() + ".json"), FileTime.fromMillis(millis));
  }

  private static long size(Path model) {
    try (Stream<Path> files = Files.walk(model)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
