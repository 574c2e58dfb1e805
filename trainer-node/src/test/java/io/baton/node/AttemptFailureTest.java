package io.baton.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.node.fixture.Await;
import io.baton.protocol.job.BaseModel;
import io.baton.protocol.job.training.ModelOptions;
import io.baton.protocol.work.Failure;
import io.baton.protocol.work.FailureClass;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an attempt says of why it failed. */
class AttemptFailureTest extends AttemptScene {
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
}
