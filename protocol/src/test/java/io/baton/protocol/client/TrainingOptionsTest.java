package io.baton.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.baton.protocol.job.TrainingOptions;
import io.baton.protocol.job.training.CheckpointInterval;
import io.baton.protocol.job.training.OptimizerName;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingOptionsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'maxTrainSteps':null | 'maxTrainSteps' is missing: give it, or numTrainEpochs",
        "'numTrainEpochs':2 | 'numTrainEpochs' has no effect beside maxTrainSteps: give one of them",
        "'maxTrainSteps':null,'numTrainEpochs':2,'buckets':{} | 'numTrainEpochs' does not go with buckets",
        "'checkpointingSteps':0 | 'checkpointingSteps' must be from 1",
        "'checkpointingSteps':'often' | 'checkpointingSteps' must be a whole number from 1 to 1000000, or \"auto\", not often",
        "'learningRate':0 | 'learningRate' must be more than 0",
        "'learningRate':1e-7,'schedule':{'lrScheduler':'polynomial'} | 'learningRate' must be more than 1.0E-7 with lrScheduler polynomial",
        "'optimizer':{'prodigyBeta3':0.9} | 'prodigyBeta3' has no effect with optimizer adamw: leave it out, or use prodigy",
        "'optimizer':{'name':'adafactor','adamBeta1':0.9} | 'adamBeta1' has no effect with optimizer adafactor: leave it out, or use adamw or prodigy",
        "'optimizer':{'maxGradNorm':0} | 'maxGradNorm' must be more than 0",
        "'optimizer':{'adamBeta1':1} | 'adamBeta1' must be at least 0 and less than 1",
        "'optimizer':{'name':'prodigy'},'adapter':{'loraplusLrRatio':16} | 'adapter.loraplusLrRatio' has no effect with optimizer prodigy, which has one learning rate for all",
        "'optimizer':{'name':'prodigy'},'textEncoders':{'textEncoderLr':1e-5} | 'textEncoders.textEncoderLr' has no effect with optimizer prodigy",
        "'schedule':{'lrPower':2} | 'lrPower' has no effect with lrScheduler constant: leave it out, or use polynomial",
        "'schedule':{'lrScheduler':'cosine','lrNumCycles':2} | 'lrNumCycles' has no effect with lrScheduler cosine",
        "'loss':{'snrGamma':5,'doEdmStyleTraining':true} | 'snrGamma' does not go with doEdmStyleTraining",
        "'prior':{'priorLossWeight':1} | 'classPrompt' is missing",
        "'validation':{'numValidationImages':1} | 'validationPrompt' is missing",
        "'buckets':{'bucketResoSteps':12} | 'bucketResoSteps' must be a multiple of 8, not 12",
        "'resolution':1032,'buckets':{} | 'resolution' must be a multiple of buckets.bucketResoSteps 64, not 1032",
        "'buckets':{'minBucketReso':1025} | 'buckets.minBucketReso' must be at most the resolution of 1024",
        "'buckets':{'maxBucketReso':1000} | 'buckets.maxBucketReso' must be at least the resolution of 1024",
        "'model':{'variant':'../fp16'} | 'variant' must be",
        "'model':{'vae':'../vae'} | 'baseModel' must be",
        "'seed':-1 | 'seed' must be from 0",
      })
  void contradiction_is_refused_by_the_name_of_its_field(String fields, String sentence) {
    assertThatThrownBy(() -> options(fields)).rootCause().hasMessageContaining(sentence);
  }

  @Test
  void unknown_field_of_a_group_is_named_with_its_path() {
    ObjectMapper strict =
        Json.mapper().copy().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    assertThatThrownBy(
            () ->
                strict.readValue(
                    "{\"instancePrompt\":\"p\",\"maxTrainSteps\":6,\"optimizer\":{\"beta\":1}}",
                    TrainingOptions.class))
        .isInstanceOf(UnrecognizedPropertyException.class)
        .hasMessageContaining("TrainingOptions[\"optimizer\"]->")
        .hasMessageContaining("\"beta\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'seed':7",
        "'maxTrainSteps':null,'numTrainEpochs':2,'prior':{'classPrompt':'a cat','classDatasetId':'d2'}",
        "'checkpointingSteps':'auto','buckets':{},'textEncoders':{},'model':{'variant':'fp16','vae':'v/x'}",
        "'checkpointingSteps':7,'optimizer':{'name':'prodigy'},'textEncoders':{}",
        "'optimizer':{'name':'adafactor'},'schedule':{'lrScheduler':'polynomial'}",
        "'optimizer':{'name':'adamw_8bit'},'schedule':{'lrScheduler':'cosine_with_restarts'}",
        "'validation':{'validationPrompt':'v'},'loss':{'snrGamma':5},'adapter':{'useDora':true}"
      })
  void what_is_written_with_its_defaults_is_read_back_equal(String fields) throws Exception {
    TrainingOptions options = options(fields);

    String json = Json.mapper().writeValueAsString(options);

    assertThat(Json.mapper().readValue(json, TrainingOptions.class)).isEqualTo(options);
    assertThat(options.toBuilder().build()).isEqualTo(options);
  }

  @Test
  void defaults_are_those_of_the_optimizer_that_is_chosen() throws Exception {
    TrainingOptions adamW = options("'textEncoders':{}");
    TrainingOptions prodigy = options("'optimizer':{'name':'prodigy'},'textEncoders':{}");

    assertThat(adamW.optimizer().name()).isEqualTo(OptimizerName.ADAMW);
    assertThat(adamW.optimizer().adamBeta2()).contains(0.999);
    assertThat(adamW.optimizer().prodigyDecouple()).isEmpty();
    assertThat(adamW.textEncoders().orElseThrow().textEncoderLr()).contains(5e-6);
    assertThat(prodigy.optimizer().prodigyDecouple()).contains(true);
    assertThat(prodigy.textEncoders().orElseThrow().textEncoderLr()).isEmpty();
  }

  @Test
  void checkpoints_are_left_to_the_service_unless_a_number_is_given() throws Exception {
    assertThat(options("'rank':4").checkpointingSteps()).isEqualTo(CheckpointInterval.AUTO);
    assertThat(options("'checkpointingSteps':'auto'").checkpointingSteps())
        .isEqualTo(CheckpointInterval.AUTO);
    assertThat(Json.mapper().writeValueAsString(CheckpointInterval.AUTO)).isEqualTo("\"auto\"");
    assertThat(Json.mapper().writeValueAsString(CheckpointInterval.ofSteps(5))).isEqualTo("5");
  }

  @Test
  void attempt_is_told_steps_where_the_job_said_epochs() throws Exception {
    TrainingOptions decided = options("'maxTrainSteps':null,'numTrainEpochs':2").decided(120, 30);

    assertThat(decided.numTrainEpochs()).isEmpty();
    assertThat(decided.maxTrainSteps()).contains(120);
    assertThat(decided.checkpointingSteps().steps()).isEqualTo(Optional.of(30));
  }

  /** The smallest options with some fields set. */
  private static TrainingOptions options(String fields) throws Exception {
    ObjectNode all =
        (ObjectNode) Json.mapper().readTree("{\"instancePrompt\":\"p\",\"maxTrainSteps\":60}");
    all.setAll((ObjectNode) Json.mapper().readTree("{" + fields.replace('\'', '"') + "}"));
    return Json.mapper().treeToValue(all, TrainingOptions.class);
  }
}
