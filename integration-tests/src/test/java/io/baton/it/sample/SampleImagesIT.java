package io.baton.it.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.it.bench.BenchPlatform;
import io.baton.it.node.DrawnModel;
import io.baton.it.node.NodeProcess;
import io.baton.it.node.TinyTraining;
import io.baton.it.service.Receiver;
import io.baton.protocol.client.WebhooksClient;
import io.baton.protocol.event.EventType;
import io.baton.protocol.event.JobEvent;
import io.baton.protocol.job.AttemptRecord;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.job.sample.SampleSet;
import io.baton.protocol.log.JobLog;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.webhook.WebhookCreation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same training three times: without images, with images that the node draws which trains, and
 * with images that another node draws meanwhile.
 */
class SampleImagesIT {
  private static final Path HOME =
      Path.of(System.getProperty("baton.home", "..")).toAbsolutePath().normalize();
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final List<Integer> STEPS = List.of(20, 40, 60);
  private static final int LAST = 60;
  private static final int IMAGES = 2;

  @TempDir static Path directory;

  private static final Map<String, NodeProcess> NODES = new HashMap<>();
  private static BenchPlatform platform;
  private static Receiver receiver;
  private static TinyTraining user;

  @BeforeAll
  static void start() throws Exception {
    DrawnModel.make(HOME, DrawnModel.TINY, models());
    platform =
        new BenchPlatform(
            directory,
            HOME.resolve("training-api/target/quarkus-app/quarkus-run.jar"),
            storage ->
                Map.of(
                    "BATON_LEASE_DURATION", "5s",
                    "BATON_LEASE_HEARTBEAT", "250ms",
                    "BATON_LEASE_LAPSE_INTERVAL", "1s",
                    "BATON_WEBHOOKS_ALLOW_PRIVATE_ADDRESSES", "true"));
    platform.startService();
    receiver = Receiver.start();
    new WebhooksClient(platform.asOperator())
        .create(new WebhookCreation(receiver.url("owner"), Optional.empty(), List.of()));
    user = new TinyTraining(platform.asOperator(), HOME, LAST, 10);
  }

  @AfterAll
  static void stop() throws IOException {
    for (NodeProcess node : NODES.values()) {
      node.close();
    }
    receiver.close();
    platform.close();
  }

  @Test
  void images_are_the_same_wherever_they_are_drawn_and_change_nothing_of_the_training()
      throws Exception {
    node("first");
    node("second");
    JobId plain = submit("");
    JobId onNode = submit("\"where\": \"on_node\"");
    String undisturbed = killBetweenTwoSets(onNode, plain);
    node("third");

    List<SampleSet> drawnByNode = user.jobs().samples(onNode, 0).sets();
    assertThat(drawnByNode).extracting(SampleSet::step).containsExactlyElementsOf(STEPS);
    assertThat(drawnByNode)
        .extracting(set -> set.attempt().number())
        .isSorted()
        .startsWith(1)
        .endsWith(2);
    assertThat(drawnByNode).allMatch(set -> set.sampler().isEmpty());
    assertThat(user.lora(onNode)).isEqualTo(undisturbed);
    assertTold(onNode);

    JobId separate = submit("\"where\": \"separate\"");
    awaitJob(separate, ended -> ended.status() == JobStatus.COMPLETED);
    awaitSets(separate, STEPS.size());
    List<SampleSet> drawnByOthers = user.jobs().samples(separate, 0).sets();
    assertThat(drawnByOthers).extracting(SampleSet::step).containsExactlyElementsOf(STEPS);
    assertThat(user.lora(separate)).isEqualTo(undisturbed);
    assertTold(separate);
    assertDrawnMeanwhile(separate, drawnByOthers.get(0).sampler().orElseThrow());

    for (int set = 0; set < STEPS.size(); set++) {
      assertSameImages(drawnByNode.get(set), drawnByOthers.get(set));
    }
    assertThat(new DrawnImage(drawnByNode.get(0).images().get(0)).pixels())
        .as("the noise of the first image, at the first step and at the last one")
        .isNotEqualTo(new DrawnImage(drawnByNode.get(2).images().get(0)).pixels());
  }

  /** Returns the digest of the LoRA of the other job, which trains meanwhile. */
  private static String killBetweenTwoSets(JobId job, JobId other) throws Exception {
    awaitJob(job, running -> !user.jobs().samples(job, 0).sets().isEmpty());
    NodeId killed = user.jobs().job(job).node().orElseThrow();
    NODES.get(killed.value()).kill();
    assertThat(user.jobs().samples(job, 0).sets().size()).isLessThan(STEPS.size());
    awaitJob(other, ended -> ended.status() == JobStatus.COMPLETED);
    awaitJob(job, ended -> ended.status() == JobStatus.COMPLETED);
    assertThat(user.jobs().attempts(job)).hasSize(2);
    return user.lora(other);
  }

  /** An event for every set, and a webhook for every event. */
  private static void assertTold(JobId job) {
    List<JobEvent> told =
        user.jobs().events(job, 0).events().stream()
            .filter(event -> event.type() == EventType.SAMPLES)
            .toList();
    assertThat(told)
        .extracting(event -> event.step().orElseThrow())
        .containsExactlyElementsOf(STEPS);
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                receiver.firstArrivals("owner", job.value()).stream()
                        .filter(EventType.SAMPLES.wireName()::equals)
                        .count()
                    == STEPS.size());
  }

  /** Training went on while another node drew the first images, and that job tells how. */
  private static void assertDrawnMeanwhile(JobId trained, JobId drawer) {
    Job training = user.jobs().job(trained);
    AttemptRecord trainer = user.jobs().attempts(trained).get(0);
    AttemptRecord drawing = user.jobs().attempts(drawer).get(0);
    assertThat(user.jobs().attempts(trained)).as("nobody interrupted the training").hasSize(1);
    assertThat(drawing.node()).isNotEqualTo(trainer.node());
    assertThat(drawing.startedAt()).isBefore(training.endedAt().orElseThrow());
    assertThat(user.jobs().job(drawer).progress().step()).isEqualTo(IMAGES);
    assertThat(user.jobs().events(drawer, 0).events())
        .extracting(JobEvent::type)
        .containsExactly(EventType.SUBMITTED, EventType.STARTED, EventType.COMPLETED);
    assertThat(user.jobs().log(drawer, Optional.empty(), 1000).lines())
        .extracting(JobLog.Line::text)
        .contains("Drew image 1 of 2.", "Drew image 2 of 2.")
        .noneMatch(line -> line.startsWith("{"));
  }

  /**
   * Pixel by pixel. The files differ in their text chunk alone: the node that trains draws with the
   * LoRA in memory, the other names the file that it was read from.
   */
  private static void assertSameImages(SampleSet one, SampleSet other) throws Exception {
    assertThat(one.images()).hasSize(IMAGES);
    assertThat(other.images()).hasSize(IMAGES);
    assertThat(other.prompt()).isEqualTo(one.prompt());
    assertThat(other.seed()).isEqualTo(one.seed());
    List<List<Integer>> different = new ArrayList<>();
    for (int image = 0; image < IMAGES; image++) {
      DrawnImage first = new DrawnImage(one.images().get(image));
      DrawnImage second = new DrawnImage(other.images().get(image));
      assertThat(second.pixels())
          .as("step %d, image %d", one.step(), image)
          .isEqualTo(first.pixels());
      assertThat(first.parameters()).doesNotContain("LoRA:").contains("Seed: 7", "Size: 64x64");
      assertThat(second.parameters()).startsWith(first.parameters()).contains("LoRA:");
      different.add(first.pixels());
    }
    assertThat(different.stream().distinct()).as("images of one step").hasSize(IMAGES);
  }

  private static void awaitSets(JobId job, int count) throws InterruptedException {
    awaitJob(job, any -> user.jobs().samples(job, 0).sets().size() == count);
  }

  private static void awaitJob(JobId job, Predicate<Job> state) throws InterruptedException {
    user.await(job, state, PATIENCE);
  }

  /**
   * Submits the training.
   *
   * @param place where it draws images; empty for none
   */
  private static JobId submit(String place) throws Exception {
    String validation =
        place.isEmpty()
            ? ""
            : """
            , "validation": {"validationPrompt": "a photo of sks cat", "validationSteps": %d,
              "numValidationImages": %d, "validationInferenceSteps": 3, "seed": 7, %s}
            """
                .formatted(STEPS.get(0), IMAGES, place);
    return user.submit(
        """
        "training": {"instancePrompt": "a photo of sks cat", "resolution": 64,
          "trainBatchSize": 1, "seed": 42, "learningRate": 0.01, "maxTrainSteps": %d, "checkpointingSteps": 10 %s}
        """
            .formatted(LAST, validation));
  }

  private static void node(String id) throws IOException {
    NODES.put(
        id,
        NodeProcess.start(
            HOME,
            id,
            platform.api(),
            platform.nodeKey(),
            directory.resolve(id),
            Map.of("BATON_MODELS_DIR", models().toString(), "BATON_POOL", "bench")));
  }

  private static Path models() {
    return HOME.resolve("integration-tests/target/bench/models");
  }
}
