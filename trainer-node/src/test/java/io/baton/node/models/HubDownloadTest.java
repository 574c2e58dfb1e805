package io.baton.node.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.baton.node.failure.AttemptFailedException;
import io.baton.node.fixture.FakeHub;
import io.baton.node.fixture.FakeHub.Mishap;
import io.baton.node.fixture.FakeHub.Request;
import io.baton.node.fixture.LeapingClock;
import io.baton.node.fixture.ModelFixture;
import io.baton.node.metrics.NodeMetrics;
import io.baton.node.models.ModelRequest.Role;
import io.baton.protocol.job.BaseModel;
import io.baton.protocol.work.FailureClass;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Downloads over real sockets from a server of the tests' own that speaks the hub's layout. */
class HubDownloadTest {
  private static final String UNET = "unet/diffusion_pytorch_model.safetensors";
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir Path directory;
  private final LeapingClock clock = new LeapingClock();
  private FakeHub hub;

  @BeforeEach
  void setUp() throws IOException {
    hub = new FakeHub().withModel();
  }

  @AfterEach
  void tearDown() {
    hub.close();
  }

  @Test
  void only_what_a_training_needs_is_fetched() throws Exception {
    Path model = fetch(Optional.empty());

    assertThat(files(model))
        .containsExactly(
            "model_index.json",
            "scheduler/scheduler_config.json",
            "text_encoder/config.json",
            "text_encoder/model.safetensors",
            "text_encoder_2/config.json",
            "text_encoder_2/model.safetensors",
            "tokenizer/merges.txt",
            "tokenizer/vocab.json",
            "tokenizer_2/vocab.json",
            "unet/config.json",
            UNET,
            "vae/config.json",
            "vae/diffusion_pytorch_model.safetensors");
    for (String file : files(model)) {
      assertThat(model.resolve(file)).hasBinaryContent(hub.content(file));
    }
  }

  @Test
  void variant_is_fetched_instead_of_the_plain_weights() throws Exception {
    assertThat(files(fetch(Optional.of("fp16"))))
        .contains("unet/diffusion_pytorch_model.fp16.safetensors")
        .doesNotContain(UNET);
  }

  @Test
  void variant_that_is_missing_is_told_with_those_that_are_there() {
    AttemptFailedException failure = failure(Optional.of("fp8"));

    assertThat(failure.failureClass()).isEqualTo(FailureClass.BAD_INPUT);
    assertThat(failure)
        .hasMessageContaining("has no text_encoder/model.fp8.safetensors")
        .hasMessageContaining("model.fp16.safetensors");
  }

  @Test
  void token_goes_to_the_hub_and_to_nobody_it_redirects_to() throws Exception {
    fetch(Optional.empty());

    assertThat(hub.hubRequests())
        .extracting(Request::authorization)
        .containsOnly(Optional.of("Bearer hub-token"));
    assertThat(hub.fileRequests())
        .isNotEmpty()
        .extracting(Request::authorization)
        .containsOnly(Optional.empty());
  }

  @Test
  void download_that_breaks_goes_on_where_it_was() throws Exception {
    hub.nextAtFiles(Mishap.cutAfter(700));
    hub.nextAtFiles(Mishap.cutAfter(300));
    Path model = fetch(Optional.empty());

    assertThat(hub.fileRequests())
        .extracting(Request::range)
        .startsWith(Optional.empty(), Optional.of("bytes=700-"), Optional.of("bytes=1000-"));
    assertThat(model.resolve("text_encoder/model.safetensors"))
        .hasBinaryContent(hub.content("text_encoder/model.safetensors"));
  }

  @Test
  void download_goes_on_after_a_restart_and_fetches_nothing_twice() throws Exception {
    hub.nextAtFiles(Mishap.cutAfter(500));
    for (int i = 0; i < 40; i++) {
      hub.nextAtFiles(Mishap.answer(503, Map.of()));
    }
    AttemptFailedException failure = failure(Optional.empty());
    assertThat(failure.failureClass()).isEqualTo(FailureClass.STORAGE_DOWN);
    assertThat(cached("models")).isEmpty();
    int before = hub.fileRequests().size();
    hub.forgetMishaps();

    fetch(Optional.empty());

    assertThat(hub.fileRequests().get(before).range()).contains("bytes=500-");
    assertThat(hub.fileRequests()).hasSize(before + 4);
  }

  @Test
  void wrong_content_never_becomes_a_model() throws Exception {
    hub.damage(UNET);
    AttemptFailedException failure = failure(Optional.empty());

    assertThat(failure.failureClass()).isEqualTo(FailureClass.STORAGE_DOWN);
    assertThat(failure).hasMessageContaining(UNET + " that differs from its own digest");
    assertThat(cached("models")).isEmpty();

    hub.repair();
    assertThat(fetch(Optional.empty()).resolve(UNET)).hasBinaryContent(hub.content(UNET));
  }

  @Test
  void small_files_are_checked_as_well() {
    hub.damage("model_index.json");

    assertThat(failure(Optional.empty())).hasMessageContaining("model_index.json that differs");
  }

  @Test
  void hub_that_asks_to_wait_is_left_alone_as_long() throws Exception {
    hub.nextAtHub(Mishap.answer(429, Map.of("RateLimit", "\"api\";r=0;t=55")));
    hub.nextAtHub(Mishap.answer(503, Map.of("Retry-After", "30")));
    fetch(Optional.empty());

    assertThat(clock.waited()).isBetween(Duration.ofSeconds(85), Duration.ofSeconds(90));
  }

  @Test
  void hub_that_asks_to_wait_longer_than_the_patience_fails_the_attempt_at_once() {
    hub.refuseWith(Mishap.answer(429, Map.of("Retry-After", "900")));

    assertThat(failure(Optional.empty())).hasMessageContaining("asks too often (HTTP 429)");
    assertThat(hub.hubRequests()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "401, RepoNotFound, NODE_MISCONFIGURED, does not accept the node's token",
    "403, GatedRepo, NODE_MISCONFIGURED, accept its licence",
    "404, RepoNotFound, BAD_INPUT, The hub has no model org/sdxl",
    "404, RevisionNotFound, BAD_INPUT, org/sdxl has no revision 'main'",
    "418, '', NODE_MISCONFIGURED, HTTP 418"
  })
  void refusal_is_told_clearly(
      int status, String code, FailureClass failureClass, String sentence) {
    hub.refuseWith(Mishap.answer(status, Map.of("X-Error-Code", code)));
    AttemptFailedException failure = failure(Optional.empty());

    assertThat(failure.failureClass()).isEqualTo(failureClass);
    assertThat(failure).hasMessageContaining(sentence);
  }

  @Test
  void message_of_the_hub_is_passed_on() {
    hub.refuseWith(
        Mishap.answer(403, Map.of("X-Error-Message", "Access to model org/sdxl is restricted.")));

    assertThat(failure(Optional.empty()))
        .hasMessageContaining("(Access to model org/sdxl is restricted)");
  }

  @Test
  void redirect_into_the_nodes_own_network_is_not_followed() {
    assertThat(redirect("https://huggingface.co", "https://192.0.2.1/x")).isEmpty();
    for (String internal :
        List.of(
            "http://169.254.169.254/latest/meta-data",
            "http://127.0.0.1:5432/",
            "http://10.1.2.3/",
            "http://[::1]/",
            "http://[fd00::1]/",
            "http://[::ffff:10.0.0.1]/")) {
      assertThat(redirect("http://192.0.2.1", internal)).contains("is an internal address");
    }
    assertThat(redirect("https://192.0.2.1", "http://192.0.2.2/")).contains("is not encrypted");
    assertThat(redirect("http://192.0.2.1", "file:///etc/passwd")).contains("is no web address");
    assertThat(redirect("http://127.0.0.1:1", "http://127.0.0.1:2/")).isEmpty();
  }

  private static Optional<String> redirect(String from, String to) {
    return RedirectRule.refusal(URI.create(from), URI.create(to));
  }

  private Path fetch(Optional<String> variant) throws Exception {
    try (HeldModel model = models().acquire(request(variant), () -> {})) {
      return model.directory();
    }
  }

  private AttemptFailedException failure(Optional<String> variant) {
    return catchThrowableOfType(AttemptFailedException.class, () -> fetch(variant));
  }

  private static ModelRequest request(Optional<String> variant) {
    return new ModelRequest(new BaseModel(FakeHub.NAME), Role.BASE, variant);
  }

  private BaseModels models() {
    return new BaseModels(
        ModelFixture.settings(directory, 1 << 20, hub.uri(), Optional.of("hub-token")),
        clock,
        PATIENCE,
        new NodeMetrics(clock).models());
  }

  private List<String> cached(String part) throws IOException {
    Path parent = directory.resolve("models-cache").resolve(part);
    return Files.isDirectory(parent) ? files(parent) : List.of();
  }

  private static List<String> files(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .sorted()
          .toList();
    }
  }
}
