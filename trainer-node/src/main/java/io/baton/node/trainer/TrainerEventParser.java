package io.baton.node.trainer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.baton.node.trainer.TrainerEvent.CheckpointWritten;
import io.baton.node.trainer.TrainerEvent.Done;
import io.baton.node.trainer.TrainerEvent.ImageDrawn;
import io.baton.node.trainer.TrainerEvent.LogLine;
import io.baton.node.trainer.TrainerEvent.PhaseChanged;
import io.baton.node.trainer.TrainerEvent.Resumed;
import io.baton.node.trainer.TrainerEvent.StepDone;
import io.baton.node.trainer.TrainerEvent.ValidationImageDrawn;
import io.baton.protocol.client.Json;
import io.baton.protocol.work.Phase;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads a line of a trainer's standard output. Every line is something: what is no event of the
 * contract is a log line, because a library below the trainer may print what it likes.
 */
public final class TrainerEventParser {
  private static final ObjectMapper JSON = Json.mapper();

  /** Numbers of a step that say where it is, not what came of it. */
  private static final Set<String> COUNTS = Set.of("step", "totalSteps");

  /** As the contract allows names of measurements. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9._/-]{0,63}");

  private TrainerEventParser() {}

  public static TrainerEvent parse(String line) {
    if (!line.startsWith("{")) {
      return new LogLine(line);
    }
    JsonNode json;
    try {
      json = JSON.readTree(line);
    } catch (JsonProcessingException notJson) {
      return new LogLine(line);
    }
    return event(json).orElseGet(() -> new LogLine(line));
  }

  private static Optional<TrainerEvent> event(JsonNode json) {
    return switch (json.path("event").asText()) {
      case "phase" -> phase(json.path("phase").asText()).map(PhaseChanged::new);
      case "resumed" -> step(json).map(Resumed::new);
      case "step" -> step(json).map(step -> stepDone(step, json));
      case "checkpoint" ->
          step(json).flatMap(step -> path(json).map(path -> new CheckpointWritten(step, path)));
      case "image" -> imageDrawn(json);
      case "validation-image" ->
          step(json)
              .flatMap(step -> path(json).map(path -> validationImageDrawn(step, json, path)));
      case "done" -> step(json).flatMap(step -> path(json).map(path -> new Done(step, path)));
      case "error" -> Optional.of(error(json));
      default -> Optional.empty();
    };
  }

  private static Optional<Phase> phase(String name) {
    return switch (name) {
      case "loading-model" -> Optional.of(Phase.LOADING_MODEL);
      case "preparing-data" -> Optional.of(Phase.PREPARING_DATA);
      case "generating-class-images" -> Optional.of(Phase.GENERATING_CLASS_IMAGES);
      case "training" -> Optional.of(Phase.TRAINING);
      case "validating", "sampling" -> Optional.of(Phase.VALIDATING);
      case "saving" -> Optional.of(Phase.SAVING);
      default -> Optional.empty();
    };
  }

  private static TrainerEvent stepDone(int step, JsonNode json) {
    int total = json.path("totalSteps").asInt(step);
    return new StepDone(step, total, numbers(json));
  }

  private static Optional<TrainerEvent> imageDrawn(JsonNode json) {
    int image = json.path("image").asInt();
    int images = json.path("images").asInt();
    return image >= 1 && image <= images
        ? Optional.of(new ImageDrawn(image, images))
        : Optional.empty();
  }

  private static TrainerEvent validationImageDrawn(int step, JsonNode json, Path path) {
    return new ValidationImageDrawn(
        step, json.path("image").asInt(1), json.path("images").asInt(1), path);
  }

  private static TrainerEvent error(JsonNode json) {
    String code = json.path("code").asText();
    String message = json.path("message").asText();
    // A code of a newer trainer is still an error.
    return new TrainerEvent.ErrorReported(
        ErrorKind.ofCode(code).orElse(ErrorKind.INTERNAL),
        message.isBlank() ? "The trainer reported the error '" + code + "'." : message);
  }

  private static Optional<Integer> step(JsonNode json) {
    JsonNode step = json.path("step");
    return step.canConvertToInt() && step.isIntegralNumber() && step.intValue() >= 0
        ? Optional.of(step.intValue())
        : Optional.empty();
  }

  private static Optional<Path> path(JsonNode json) {
    String text = json.path("path").asText();
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
    } catch (InvalidPathException notAPath) {
      return Optional.empty();
    }
  }

  /** A loss that is no number (NaN has no JSON form) is left out. */
  private static Map<String, Double> numbers(JsonNode json) {
    Map<String, Double> numbers = new TreeMap<>();
    json.fields()
        .forEachRemaining(
            field -> {
              boolean measured =
                  !COUNTS.contains(field.getKey()) && NAME.matcher(field.getKey()).matches();
              if (measured
                  && field.getValue().isNumber()
                  && Double.isFinite(field.getValue().doubleValue())) {
                numbers.put(field.getKey(), field.getValue().doubleValue());
              }
            });
    return numbers;
  }
}
