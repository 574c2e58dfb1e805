package io.baton.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.node.fixture.Await;
import io.baton.protocol.checkpoint.StoredFile;
import io.baton.protocol.job.sample.SampleCommit;
import io.baton.protocol.job.training.ValidationOptions;
import io.baton.protocol.job.training.ValidationPlace;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Sample images that the trainer draws between steps. */
class SampleImagesTest extends AttemptScene {
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
}
