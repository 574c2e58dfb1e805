package io.baton.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.node.fixture.Await;
import io.baton.protocol.checkpoint.StoredFile;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.job.training.PriorOptions;
import io.baton.protocol.metric.MetricSeries;
import io.baton.protocol.work.Directive;
import io.baton.protocol.work.Heartbeat;
import io.baton.protocol.work.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Attempts from claim to end. */
class AttemptTest extends AttemptScene {
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
  void upload_of_a_checkpoint_is_timed() {
    node.start();
    Await.until("completed", () -> !api.completions().isEmpty());

    assertThat(api.lastCommit().uploadSeconds().orElseThrow()).isPositive();
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
}
