package io.baton.api.training;

import static io.baton.api.platform.TestApi.createDataset;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.post;
import static io.baton.api.platform.TestApi.read;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.submit;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.platform.PlatformTest;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobSpec;
import io.baton.protocol.job.TrainingOptionsBuilder;
import io.baton.protocol.job.training.PriorOptions;
import io.baton.protocol.problem.Problem;
import io.baton.protocol.work.Grant;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TrainingOfAJobTest extends PlatformTest {

  @Test
  void epochs_are_counted_in_steps_and_the_node_is_told_these() {
    Job job =
        submit(
            with(
                readyDataset(),
                training -> training.maxTrainSteps(null).numTrainEpochs(3).prior(prior(null, 10))));
    // One image and ten class images in batches of four.
    assertThat(job.progress().totalSteps()).isEqualTo(9);
    assertThat(job.spec().training().orElseThrow().numTrainEpochs()).contains(3);

    Grant grant = grantTo("node-a");
    assertThat(grant.totalSteps()).isEqualTo(9);
    assertThat(grant.spec().training().orElseThrow().numTrainEpochs()).isEmpty();
    assertThat(grant.classImages()).isEmpty();
  }

  @Test
  void epochs_that_make_too_many_steps_are_refused() {
    JobSpec spec =
        with(
            readyDataset(),
            training ->
                training
                    .maxTrainSteps(null)
                    .numTrainEpochs(500_000)
                    .trainBatchSize(1)
                    .prior(prior(null, 10)));
    assertThat(read(post("/v1/jobs", spec), 422, Problem.class).detail())
        .contains("'training.numTrainEpochs' makes 5000000 optimizer steps with this dataset");
  }

  @Test
  void class_images_come_with_the_grant_and_stay_while_the_job_lives() {
    DatasetId classImages = readyDataset();
    submit(with(readyDataset(), training -> training.prior(prior(classImages, 1))));

    Grant grant = grantTo("node-a");
    assertThat(grant.classImages()).extracting(object -> object.file().name()).contains("cat.png");
    assertThat(grant.classImages().get(0).url().getPath()).contains(classImages.value());
    assertThat(given().delete("/v1/datasets/" + classImages).statusCode()).isEqualTo(409);
  }

  @Test
  void class_dataset_that_is_not_ready_is_named() {
    JobSpec open = with(readyDataset(), training -> training.prior(prior(createDataset(), 1)));
    JobSpec none =
        with(readyDataset(), training -> training.prior(prior(new DatasetId("data-none"), 1)));

    assertThat(read(post("/v1/jobs", open), 422, Problem.class).detail())
        .startsWith("'training.prior.classDatasetId' names ");
    assertThat(read(post("/v1/jobs", none), 422, Problem.class).detail())
        .contains("'training.prior.classDatasetId' names no dataset");
  }

  private static PriorOptions prior(DatasetId classImages, int count) {
    return new PriorOptions("a cat", Optional.ofNullable(classImages), count, null, null, null);
  }

  private static JobSpec with(DatasetId dataset, UnaryOperator<TrainingOptionsBuilder> change) {
    JobSpec spec = spec(dataset);
    return spec.withWorkload(change.apply(spec.training().orElseThrow().toBuilder()).build());
  }
}
