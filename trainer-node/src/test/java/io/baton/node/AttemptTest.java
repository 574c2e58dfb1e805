package io.baton.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.node.agent.AgentEnd;
import io.baton.node.clock.NodeClock;
import io.baton.node.fixture.Await;
import io.baton.node.fixture.FakeApi;
import io.baton.node.fixture.TestNode;
import io.baton.protocol.checkpoint.StoredFile;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.job.BaseModel;
import io.baton.protocol.job.sample.SampleCommit;
import io.baton.protocol.job.training.ModelOptions;
import io.baton.protocol.job.training.PriorOptions;
import io.baton.protocol.job.training.ValidationOptions;
import io.baton.protocol.job.training.ValidationPlace;
import io.baton.protocol.metric.MetricSeries;
import io.baton.protocol.work.Directive;
import io.baton.protocol.work.Failure;
import io.baton.protocol.work.FailureClass;
import io.baton.protocol.work.Heartbeat;
import io.baton.protocol.work.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attempts from claim to end, against a fake API over real sockets and real trainer processes. */
class AttemptTest {
  private static final String ARTIFACT = "artifact/pytorch_lora_weights.safetensors";

  @TempDir Path directory;
  private FakeApi api;
  private TestNode node;

  @BeforeEach
  void setUp() throws IOException {
    api = new FakeApi(30, 10);
    api.leases(Duration.ofSeconds(30), Duration.ofMillis(50));
    node = new TestNode(directory, api, NodeClock.SYSTEM);
  }

  @AfterEach
  void tearDown() {
    node.close();
    api.close();
  }

  @Test
  void job_is_carried_from_its_claim_to_its_completion() {
    node.start();
    Await.until("completed", () -> !api.completions().isEmpty());

    assertThat(api.completions().get(0).step()).isEqualTo(30);
    assertThat(api.object("jobs/job-1/attempts/1/" + ARTIFACT)).endsWith("@30");
    assertThat(api.committedSteps()).contains(30);
    assertThat(api.lastCommit().loss()).contains(0.5);
    Await.until("the job's files are deleted", () -> !Files.exists(node.jobDirectory()));
  }

  @Test
  void artifact_is_the_lora_in_both_namings() {
    node.start();
    Await.until("completed", () -> !api.completions().isEmpty());

    assertThat(api.completions().get(0).files())
        .extracting(StoredFile::name)
        .containsExactly(
            "pytorch_lora_weights.safetensors", "pytorch_lora_weights_kohya.safetensors");
    assertThat(api.object("jobs/job-1/attempts/1/artifact/pytorch_lora_weights_kohya.safetensors"))
        .startsWith("kohya ")
        .endsWith("@30");
  }

  @Test
  void sample_images_are_stored_as_they_come_and_not_drawn_again_after_a_resume() {
    api.train(job -> job.validation(every(15)));
    node.trainer.limit(19);
    node.trainer.ignoreSigterm();
    node.start();
    Await.until("samples of step 15", () -> api.samples().size() == 1);
    Await.until("checkpoint 10", () -> api.committedSteps().contains(10));
    api.endLease();
    Await.until("the next attempt", () -> api.attempt() == 2);
    node.trainer.limit(1000);
    Await.until("completed", () -> !api.completions().isEmpty());

    assertThat(node.trainer.commandLine()).contains("--validation_drawn_steps=15");
    assertThat(api.samples()).extracting(SampleCommit::step).containsExactly(15, 30);
    assertThat(api.ends())
        .containsSubsequence("samples", "samples", "complete")
        .endsWith("complete");
    StoredFile image = api.samples().get(1).images().get(0);
    assertThat(image.name()).isEqualTo("image-0.png");
    assertThat(image.key())
        .isEqualTo("jobs/job-1/attempts/" + api.attempt() + "/samples/step-30/image-0.png");
    assertThat(api.object(image.key())).startsWith("a sks cat ").endsWith("@30");
  }

  @Test
  void sample_images_that_cannot_be_stored_are_told_and_do_not_end_the_training() {
    api.train(job -> job.validation(every(10)));
    api.refuseSamples();
    node.start();
    Await.until("completed", () -> !api.completions().isEmpty());

    assertThat(api.samples()).isEmpty();
    assertThat(api.logs().stream().flatMap(lines -> lines.lines().stream()))
        .anyMatch(line -> line.startsWith("The sample images of step 10 could not be stored: "));
  }

  private static ValidationOptions every(int steps) {
    return new ValidationOptions(
        "a sks cat", 1, Optional.of(steps), null, null, null, ValidationPlace.ON_NODE);
  }

  @Test
  void class_images_of_a_dataset_are_here_before_the_trainer_starts() throws IOException {
    api.train(
        job ->
            job.prior(
                new PriorOptions("a cat", Optional.of(new DatasetId("d2")), 1, null, null, null)));
    api.addClassImage("other.jpg", "another cat");
    node.trainer.limit(0);
    node.start();
    node.trainer.process();

    Path images = node.jobDirectory().resolve("class-images");
    assertThat(node.trainer.commandLine()).contains("--class_data_dir=" + images);
    assertThat(images.resolve("other.jpg")).hasContent("another cat");
    assertThat(node.jobDirectory().resolve("dataset/other.jpg")).doesNotExist();
  }

  @Test
  void class_images_that_the_trainer_drew_go_along_with_the_checkpoint() {
    api.train(
        job ->
            job.prior(
                new PriorOptions("a cat", Optional.of(new DatasetId("d2")), 3, null, null, null)));
    api.addClassImage("other.jpg", "another cat");
    commitTenAndTwenty();
    List<String> drawn = node.trainer.classImages();
    api.endLease();
    Await.until("claimed again", () -> api.attempt() == 2);
    node.trainer.limit(30);
    Await.until("completed", () -> !api.completions().isEmpty());

    assertThat(drawn).hasSize(3).contains("other.jpg");
    assertThat(node.trainer.classImages()).isEqualTo(drawn);
    assertThat(api.object("jobs/job-1/attempts/2/class-images.json"))
        .contains("jobs/job-1/attempts/1/class-images/" + drawn.get(0))
        .doesNotContain("other.jpg");
    assertThat(api.puts())
        .noneMatch(key -> key.startsWith("jobs/job-1/attempts/2/class-images/"))
        .noneMatch(key -> key.endsWith("other.jpg"));
  }

  @Test
  void upload_of_a_checkpoint_is_timed() {
    node.start();
    Await.until("completed", () -> !api.completions().isEmpty());

    assertThat(api.lastCommit().uploadSeconds().orElseThrow()).isPositive();
  }

  @Test
  void vae_that_is_not_here_is_the_nodes_fault() {
    api.train(
        job ->
            job.model(new ModelOptions(Optional.empty(), Optional.of(new BaseModel("fixed-vae")))));
    node.start();
    Await.until("failed", () -> !api.failures().isEmpty());

    Failure failure = api.failures().get(0);
    assertThat(failure.failureClass()).isEqualTo(FailureClass.NODE_MISCONFIGURED);
    assertThat(failure.message()).startsWith("The VAE 'fixed-vae' is not on this node: ");
  }

  @Test
  void heartbeats_carry_phase_step_loss_and_speed() {
    node.trainer.limit(12);
    node.start();
    Await.until(
        "step 12 is told",
        () -> api.lastHeartbeat().map(Heartbeat::step).filter(step -> step == 12).isPresent());

    Heartbeat told = api.lastHeartbeat().orElseThrow();
    assertThat(told.phase()).isEqualTo(Phase.TRAINING);
    assertThat(told.loss()).contains(0.5);
    assertThat(told.stepsPerSecond()).contains(10.0);
  }

  @Test
  void what_the_trainer_measures_and_prints_is_told_before_the_attempt_ends() {
    node.start();
    Await.until("completed", () -> !api.completions().isEmpty());

    List<MetricSeries> series =
        api.metrics().stream().flatMap(batch -> batch.series().stream()).toList();
    assertThat(series)
        .extracting(MetricSeries::name)
        .contains("loss", "learningRate", "stepsPerSecond");
    assertThat(series.stream().filter(each -> each.name().equals("loss")))
        .flatExtracting(MetricSeries::steps)
        .contains(1, 30);
    assertThat(api.logs().stream().flatMap(part -> part.lines().stream()))
        .contains("a library says hello", "log line of the trainer");
  }

  @Test
  void next_attempt_starts_from_the_newest_committed_checkpoint() {
    node.trainer.limit(20);
    node.start();
    Await.until("20 is committed", () -> api.committedSteps().contains(20));
    api.endLease();
    Await.until("claimed again", () -> api.attempt() == 2);
    node.trainer.limit(30);
    Await.until("completed", () -> !api.completions().isEmpty());

    assertThat(node.trainer.commandLine()).contains("--resume_from_checkpoint=latest");
    assertThat(api.object("jobs/job-1/attempts/2/" + ARTIFACT)).isEqualTo(undisturbedArtifact());
    assertThat(api.puts()).noneMatch(key -> key.startsWith("jobs/job-1/attempts/2/checkpoint-20"));
  }

  @Test
  void unchanged_file_is_named_where_it_is_and_not_sent_again() {
    commitTenAndTwenty();
    api.endLease();
    Await.until("claimed again", () -> api.attempt() == 2);
    node.trainer.limit(30);
    Await.until("completed", () -> !api.completions().isEmpty());

    assertThat(api.puts())
        .filteredOn(key -> key.endsWith("/optimizer.bin"))
        .containsExactly("jobs/job-1/attempts/1/checkpoint-10/files/optimizer.bin");
    for (String manifest :
        List.of(
            "jobs/job-1/attempts/1/checkpoint-20/manifest.json",
            "jobs/job-1/attempts/2/checkpoint-30/manifest.json")) {
      assertThat(api.object(manifest))
          .contains("\"jobs/job-1/attempts/1/checkpoint-10/files/optimizer.bin\"");
    }
  }

  @Test
  void damaged_checkpoint_makes_way_for_the_one_before_it() {
    commitTenAndTwenty();
    api.replaceObject("jobs/job-1/attempts/1/checkpoint-20/files/state", "damaged");
    api.endLease();
    Await.until("claimed again", () -> api.attempt() == 2);
    node.trainer.limit(30);
    Await.until("completed", () -> !api.completions().isEmpty());

    assertThat(api.object("jobs/job-1/attempts/2/" + ARTIFACT)).isEqualTo(undisturbedArtifact());
    assertThat(api.committedSteps().subList(2, api.committedSteps().size())).contains(30);
    // The owner may delete the older one now: what follows stands alone.
    assertThat(api.puts()).contains("jobs/job-1/attempts/2/checkpoint-30/files/optimizer.bin");
  }

  @Test
  void attempt_fails_when_no_committed_checkpoint_verifies() {
    commitTenAndTwenty();
    api.deleteObject("jobs/job-1/attempts/1/checkpoint-10/manifest.json");
    api.deleteObject("jobs/job-1/attempts/1/checkpoint-20/manifest.json");
    api.endLease();

    assertThat(awaitFailure().failureClass()).isEqualTo(FailureClass.CHECKPOINTS_CORRUPT);
  }

  @Test
  void local_disk_keeps_only_what_storage_lacks() {
    commitTenAndTwenty();

    Await.until(
        "checkpoint 10 is deleted", () -> !Files.exists(node.output().resolve("checkpoint-10")));
    assertThat(node.output().resolve("checkpoint-20")).exists();
  }

  @Test
  void drain_commits_a_checkpoint_before_release() {
    node.trainer.limit(13);
    node.start();
    Await.until("step 13", () -> stepTold(13));
    node.stop();

    assertThat(node.awaitEnd()).isEqualTo(AgentEnd.DONE);
    assertThat(api.ends()).containsSubsequence("commit 13", "release");
    assertThat(api.releases().get(0).step()).isEqualTo(13);
    assertThat(api.releases().get(0).reason()).isEqualTo("The test stops the node.");
    assertThat(node.trainer.isAlive()).isFalse();
  }

  @Test
  void drain_that_the_api_asks_for_gives_the_job_back_and_the_agent_goes_on() {
    node.trainer.limit(13);
    node.start();
    Await.until("step 13", () -> stepTold(13));
    api.answerHeartbeatsWith(Directive.DRAIN);
    Await.until("released", () -> !api.releases().isEmpty());

    assertThat(api.ends()).containsSubsequence("commit 13", "release");
    api.answerHeartbeatsWith(Directive.CONTINUE);
    api.endLease();
    Await.until("claimed again", () -> api.attempt() == 2);
  }

  @Test
  void trainer_that_drains_by_itself_is_an_interruption_not_a_failure() {
    node.trainer.limit(13);
    node.start();
    Await.until("step 13", () -> stepTold(13));
    node.trainer.process().destroy();
    Await.until("released", () -> !api.releases().isEmpty());

    assertThat(api.ends()).containsSubsequence("commit 13", "release");
    assertThat(api.failures()).isEmpty();
  }

  @Test
  void second_stop_gives_up_what_is_not_finished_and_still_gives_the_job_back() {
    node.trainer.limit(13);
    node.trainer.ignoreSigterm();
    node.start();
    Await.until("step 13", () -> stepTold(13));
    node.stop();
    Await.until("draining", () -> phaseTold(Phase.DRAINING));
    node.stop();

    assertThat(node.awaitEnd()).isEqualTo(AgentEnd.DONE);
    assertThat(api.releases()).hasSize(1);
    assertThat(node.trainer.isAlive()).isFalse();
  }

  @Test
  void canceled_job_is_stopped_and_its_files_are_deleted() {
    node.trainer.limit(13);
    node.start();
    ProcessHandle trainer = node.trainer.process();
    Await.until("10 is committed", () -> api.committedSteps().contains(10));
    Await.until("step 13", () -> stepTold(13));
    api.answerHeartbeatsWith(Directive.STOP);
    Await.until("the trainer is dead", () -> !trainer.isAlive());
    Await.until("its files are deleted", () -> !Files.exists(node.jobDirectory()));

    assertThat(api.ends()).containsOnly("commit 10");
  }

  @Test
  void stale_attempt_uploads_nothing_more() {
    node.trainer.limit(13);
    node.start();
    ProcessHandle trainer = node.trainer.process();
    Await.until("10 is committed", () -> api.committedSteps().contains(10));
    Await.until("step 13", () -> stepTold(13));
    int putsOfTheLiveAttempt = api.puts().size();
    api.giveToAnother();
    Await.until("the trainer is dead", () -> !trainer.isAlive());
    Await.until("its files are deleted", () -> !Files.exists(node.jobDirectory()));

    assertThat(api.puts()).hasSize(putsOfTheLiveAttempt);
    assertThat(api.ends()).containsOnly("commit 10");
  }

  @Test
  void checkpoints_wait_for_storage_that_is_away_and_training_goes_on() {
    node.trainer.limit(5);
    node.start();
    Await.until("step 5", () -> stepTold(5));
    api.storageDown(true);
    node.trainer.limit(25);
    Await.until("step 25", () -> stepTold(25));
    assertThat(api.committedSteps()).isEmpty();
    api.storageDown(false);
    node.trainer.limit(30);
    Await.until("completed", () -> !api.completions().isEmpty());

    assertThat(api.committedSteps()).contains(30);
  }

  @Test
  void completion_waits_for_an_api_that_is_away() {
    node.trainer.limit(29);
    node.start();
    Await.until("step 29", () -> stepTold(29));
    api.goDown();
    node.trainer.limit(30);
    Await.until("the trainer is dead", () -> !node.trainer.isAlive());
    api.comeBack();
    Await.until("completed", () -> !api.completions().isEmpty());

    assertThat(api.ends()).filteredOn("complete"::equals).hasSize(1);
  }

  @Test
  void dataset_file_that_differs_from_its_digest_is_refused() {
    api.replaceObject("datasets/d1/cat.jpg", "an imagE");
    node.start();

    Failure failure = awaitFailure();
    assertThat(failure.failureClass()).isEqualTo(FailureClass.BAD_INPUT);
    assertThat(failure.message()).contains("cat.jpg").contains("upload the dataset again");
    assertThat(node.trainer.isStarted()).isFalse();
  }

  @Test
  void base_model_that_is_not_here_is_the_nodes_fault() throws IOException {
    Files.delete(node.models().resolve("tiny/model_index.json"));
    node.start();

    Failure failure = awaitFailure();
    assertThat(failure.failureClass()).isEqualTo(FailureClass.NODE_MISCONFIGURED);
    assertThat(failure.message()).contains("'tiny'").contains("model_index.json");
  }

  @Test
  void failure_carries_the_trainers_own_sentence_and_its_last_lines() {
    node.trainer.limit(3);
    node.trainer.fail("65", "bad-input", "The file dog.jpg is no image; remove it.");
    node.start();

    Failure failure = awaitFailure();
    assertThat(failure.failureClass()).isEqualTo(FailureClass.BAD_INPUT);
    assertThat(failure.message()).isEqualTo("The file dog.jpg is no image; remove it.");
    assertThat(failure.logTail()).contains("log line of the trainer", "a library says hello");
  }

  @Test
  void trainer_that_native_code_ends_is_a_crash() throws Exception {
    node.trainer.limit(3);
    node.start();
    Await.until("step 3", () -> stepTold(3));
    new ProcessBuilder("kill", "-KILL", Long.toString(node.trainer.process().pid()))
        .start()
        .waitFor();

    assertThat(awaitFailure().failureClass()).isEqualTo(FailureClass.TRAINER_CRASH);
  }

  private void commitTenAndTwenty() {
    node.trainer.limit(10);
    node.start();
    Await.until("10 is committed", () -> api.committedSteps().contains(10));
    node.trainer.limit(20);
    Await.until("20 is committed", () -> api.committedSteps().contains(20));
  }

  private Failure awaitFailure() {
    Await.until("failed", () -> !api.failures().isEmpty());
    return api.failures().get(0);
  }

  private boolean stepTold(int step) {
    return api.lastHeartbeat().map(Heartbeat::step).filter(told -> told == step).isPresent();
  }

  private boolean phaseTold(Phase phase) {
    return api.lastHeartbeat().map(Heartbeat::phase).filter(told -> told == phase).isPresent();
  }

  /** What the fake trainer makes of 30 steps in one go. */
  private static String undisturbedArtifact() {
    String state = "start";
    for (int step = 1; step <= 30; step++) {
      state = Integer.toHexString((state + "7" + step).hashCode()) + "@" + step;
    }
    return state;
  }
}
