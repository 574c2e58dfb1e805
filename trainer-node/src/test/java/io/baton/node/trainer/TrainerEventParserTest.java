package io.baton.node.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.node.trainer.TrainerEvent.CheckpointWritten;
import io.baton.node.trainer.TrainerEvent.Done;
import io.baton.node.trainer.TrainerEvent.ImageDrawn;
import io.baton.node.trainer.TrainerEvent.LogLine;
import io.baton.node.trainer.TrainerEvent.PhaseChanged;
import io.baton.node.trainer.TrainerEvent.Resumed;
import io.baton.node.trainer.TrainerEvent.StepDone;
import io.baton.protocol.work.Phase;
import java.nio.file.Path;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainerEventParserTest {

  @Test
  void lines_of_the_contract_are_events() {
    assertThat(TrainerEventParser.parse("{\"event\":\"phase\",\"phase\":\"preparing-data\"}"))
        .isEqualTo(new PhaseChanged(Phase.PREPARING_DATA));
    assertThat(TrainerEventParser.parse("{\"event\":\"resumed\",\"step\":20}"))
        .isEqualTo(new Resumed(20));
    assertThat(
            TrainerEventParser.parse(
                "{\"event\":\"step\",\"step\":12,\"totalSteps\":60,\"loss\":0.123,"
                    + "\"learningRate\":1.0E-4,\"stepsPerSecond\":3.4}"))
        .isEqualTo(
            new StepDone(
                12, 60, Map.of("loss", 0.123, "learningRate", 1e-4, "stepsPerSecond", 3.4)));
    assertThat(
            TrainerEventParser.parse(
                "{\"event\":\"checkpoint\",\"step\":20,\"path\":\"/abs/checkpoint-20\"}"))
        .isEqualTo(new CheckpointWritten(20, Path.of("/abs/checkpoint-20")));
    assertThat(
            TrainerEventParser.parse(
                "{\"event\":\"image\",\"image\":3,\"images\":4,\"path\":\"/abs/3.png\"}"))
        .isEqualTo(new ImageDrawn(3, 4));
    assertThat(TrainerEventParser.parse("{\"event\":\"done\",\"step\":60,\"path\":\"/abs/lora\"}"))
        .isEqualTo(new Done(60, Path.of("/abs/lora")));
    assertThat(
            TrainerEventParser.parse(
                "{\"event\":\"error\",\"code\":\"no-input\",\"message\":\"One sentence.\"}"))
        .isEqualTo(new TrainerEvent.ErrorReported(ErrorKind.NO_INPUT, "One sentence."));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{}",
        "[1]",
        "hello",
        "{\"event\":\"step\"}",
        "{\"event\":\"step\",\"step\":-1}",
        "{\"event\":\"step\",\"step\":1.5}",
        "{\"event\":\"step\",\"step\":99999999999}",
        "{\"event\":\"phase\",\"phase\":\"dreaming\"}",
        "{\"event\":\"checkpoint\",\"step\":1,\"path\":\"\\u0000\"}",
        "{\"event\":\"image\",\"image\":5,\"images\":4}",
        "{\"event\":\"sung\"}"
      })
  void anything_else_is_a_log_line(String line) {
    assertThat(TrainerEventParser.parse(line)).isEqualTo(new LogLine(line));
  }

  @Test
  void loss_that_is_no_number_is_left_out() {
    assertThat(TrainerEventParser.parse("{\"event\":\"step\",\"step\":1,\"loss\":null}"))
        .isEqualTo(new StepDone(1, 1, Map.of()));
  }

  @Test
  void error_of_a_newer_trainer_is_still_an_error() {
    assertThat(TrainerEventParser.parse("{\"event\":\"error\",\"code\":\"too-cold\"}"))
        .isEqualTo(
            new TrainerEvent.ErrorReported(
                ErrorKind.INTERNAL, "The trainer reported the error 'too-cold'."));
  }

  @Property
  void no_line_breaks_the_parser(@ForAll String text) {
    assertThat(TrainerEventParser.parse(text)).isNotNull();
    assertThat(TrainerEventParser.parse("{\"event\":\"step\",\"step\":" + text)).isNotNull();
  }
}
