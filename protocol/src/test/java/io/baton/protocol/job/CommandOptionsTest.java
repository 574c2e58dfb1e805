package io.baton.protocol.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import io.baton.protocol.client.Json;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.job.command.CheckpointRule;
import io.baton.protocol.job.command.Placeholder;
import io.baton.protocol.job.command.PlaceholderText;
import io.baton.protocol.label.Labels;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandOptionsTest {
  private static final String TRAINING =
      "\"training\":{\"instancePrompt\":\"p\",\"maxTrainSteps\":5}";

  private static JobSpec spec(String fields) throws JsonProcessingException {
    return Json.mapper()
        .readValue("{\"datasetId\":\"d\",\"baseModel\":\"m\"," + fields + "}", JobSpec.class);
  }

  private static CommandOptions command(String fields) throws JsonProcessingException {
    return Json.mapper().readValue("{" + fields + "}", CommandOptions.class);
  }

  @Test
  void smallest_command_has_defaults_and_is_read_back() throws Exception {
    JobSpec spec = spec("\"command\":{\"words\":[\"train.sh\"],\"totalSteps\":5}");

    CommandOptions command = spec.command().orElseThrow();
    assertThat(spec.training()).isEmpty();
    assertThat(spec.workload()).isEqualTo(command);
    assertThat(spec.name()).isEqualTo("train.sh");
    assertThat(command.resumeWords()).containsExactly("--resume_from_checkpoint=latest");
    assertThat(command.artifact()).containsExactly("*.safetensors");
    assertThat(command.checkpoints()).isEqualTo(CheckpointRule.DEFAULT);
    assertThat(command.checkpointingSteps().steps()).isEmpty();
    String json = Json.mapper().writeValueAsString(spec);
    assertThat(json).doesNotContain("\"training\"").doesNotContain("workload");
    assertThat(Json.mapper().readValue(json, JobSpec.class)).isEqualTo(spec);
  }

  @Test
  void job_has_exactly_one_of_training_and_command() {
    String command = "\"command\":{\"words\":[\"x\"],\"totalSteps\":5}";

    assertRefused("\"priority\":1", "training", "is missing");
    assertRefused(TRAINING + "," + command, "command", "cannot stand beside training");
  }

  private static void assertRefused(String fields, String field, String why) {
    assertThatThrownBy(() -> spec(fields))
        .isInstanceOf(ValueInstantiationException.class)
        .cause()
        .isInstanceOfSatisfying(
            InvalidFieldException.class,
            refusal -> {
              assertThat(refusal.field()).isEqualTo(field);
              assertThat(refusal.requirement()).contains(why);
            });
  }

  @Test
  void command_always_requires_a_node_that_allows_commands() throws Exception {
    JobSpec spec =
        spec(
            "\"command\":{\"words\":[\"x\"],\"totalSteps\":5},"
                + "\"requirements\":{\"nodeLabels\":{\"zone\":\"b\",\"baton.commands\":\"no\"}}");

    assertThat(spec.requirements().nodeLabels())
        .isEqualTo(new Labels(Map.of("zone", "b", "baton.commands", "allowed")));
    assertThat(spec.withPriority(3).requirements()).isEqualTo(spec.requirements());
    assertThat(spec(TRAINING).requirements()).isEqualTo(NodeRequirements.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                                | words
          {"words":[],"totalSteps":5}                                       | words
          {"words":[" "],"totalSteps":5}                                    | words
          {"words":["x"]}                                                   | totalSteps
          {"words":["x"],"totalSteps":0}                                    | totalSteps
          {"words":["x","{outptu}"],"totalSteps":5}                         | words
          {"words":["x","--r={resume}"],"totalSteps":5}                     | words
          {"words":["x","{checkpoint}"],"totalSteps":5}                     | words
          {"words":["x","{resume}"],"resumeWords":["{resume}"],"totalSteps":5} | resumeWords
          {"words":["x"],"environment":{"BATON_API_KEY":"k"},"totalSteps":5} | environment
          {"words":["x"],"environment":{"1A":"k"},"totalSteps":5}           | environment
          {"words":["x"],"environment":{"A":"{resume}"},"totalSteps":5}     | environment
          {"words":["x"],"seed":7,"totalSteps":5}                           | seed
          {"words":["x"],"artifact":["../x"],"totalSteps":5}                | artifact
          {"words":["x"],"artifact":["/x"],"totalSteps":5}                  | artifact
          {"words":["x"],"stepPattern":"(","totalSteps":5}                  | stepPattern
          {"words":["x"],"stepPattern":"([0-9]+)","totalSteps":5}           | stepPattern
          {"words":["x"],"checkpoints":{"layout":"files"},"totalSteps":5}   | checkpoints.files
          {"words":["x"],"checkpoints":{"files":["a"]},"totalSteps":5}      | checkpoints.files
          {"words":["x"],"checkpoints":{"layout":"files","files":["../a"]},"totalSteps":5} | checkpoints.files
          {"words":["x"],"checkpoints":{"layout":"files","files":["a[1"]},"totalSteps":5} | checkpoints.files
          {"words":["x"],"checkpoints":{"settleSeconds":0},"totalSteps":5}  | checkpoints.settleSeconds
          """)
  void what_makes_no_sense_is_refused_by_its_field(String json, String field) {
    assertThatThrownBy(() -> Json.mapper().readValue(json, CommandOptions.class))
        .rootCause()
        .isInstanceOfSatisfying(
            InvalidFieldException.class, refusal -> assertThat(refusal.field()).isEqualTo(field));
  }

  @Test
  void seed_is_drawn_once_and_only_where_it_is_used() throws Exception {
    CommandOptions uses = command("\"words\":[\"x\",\"--seed={seed}\"],\"totalSteps\":5");
    CommandOptions doesNot = command("\"words\":[\"x\"],\"totalSteps\":5");

    assertThat(uses.seeded(() -> 7).seed()).contains(7L);
    assertThat(uses.seeded(() -> 7).seeded(() -> 8).seed()).contains(7L);
    assertThat(doesNot.seeded(() -> 7)).isEqualTo(doesNot);
  }

  @Test
  void braces_that_are_no_placeholder_stand_for_themselves() {
    Map<Placeholder, String> values =
        Map.of(Placeholder.OUTPUT, "/a $1\\b", Placeholder.TOTAL_STEPS, "5");

    assertThat(PlaceholderText.fill("{\"a\": {}} {output}/{totalSteps}{{output}} {1}", values))
        .isEqualTo("{\"a\": {}} /a $1\\b/5{output} {1}");
    assertThat(PlaceholderText.in("words", "{\"a\": {}} {{nothing}} {output}"))
        .containsExactly(Placeholder.OUTPUT);
  }

  @Test
  void decided_command_has_steps_and_interval() throws Exception {
    CommandOptions command = command("\"words\":[\"x\"],\"totalSteps\":5");

    CommandOptions decided = command.withTotalSteps(60).decided(60, 7);
    assertThat(decided.totalSteps()).isEqualTo(60);
    assertThat(decided.checkpointingSteps().steps()).contains(7);
    assertThat(decided.words()).isEqualTo(List.of("x"));
  }
}
