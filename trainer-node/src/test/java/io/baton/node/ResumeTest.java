package io.baton.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.node.fixture.Await;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.job.training.PriorOptions;
import io.baton.protocol.work.FailureClass;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the attempts after the first start from, and what is kept for them. */
class ResumeTest extends AttemptScene {
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
}
