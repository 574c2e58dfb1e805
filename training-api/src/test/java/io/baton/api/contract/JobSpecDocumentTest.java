package io.baton.api.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.baton.api.platform.CommittedFile;
import io.baton.api.training.TrainingLength;
import io.baton.protocol.client.Json;
import io.baton.protocol.job.JobSpec;
import io.baton.protocol.job.TrainingOptions;
import io.baton.protocol.job.command.Environment;
import io.baton.protocol.job.training.ImageOptions;
import io.baton.protocol.job.training.PriorOptions;
import io.baton.protocol.label.Labels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/job-spec.md says is so. */
class JobSpecDocumentTest {
  private static final Path DOCUMENT = Path.of("../docs/job-spec.md");
  private static final String END = "<!-- end -->";
  private static final Pattern BEGIN = Pattern.compile("<!-- Made from [^\n]*-->\n");
  private static final Pattern EXAMPLE = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);
  private static final Pattern EPOCHS = Pattern.compile("(?m)^\\| (\\d+( \\| \\d+){6}) \\|$");
  private static final ObjectMapper STRICT =
      Json.mapper().copy().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  @Test
  void tables_of_fields_are_those_of_the_records() {
    String document = document();
    String before = document.substring(0, begin(document));
    String after = document.substring(document.indexOf(END));
    StringBuilder tables = new StringBuilder("\n");
    describe("", JobSpec.class, tables);

    CommittedFile.of("docs/job-spec.md").requireEqual(before + tables + after);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void example_is_a_spec_that_is_read_back_as_it_was_written(String json) throws Exception {
    JobSpec spec = STRICT.readValue(json, JobSpec.class);

    assertThat(STRICT.readValue(STRICT.writeValueAsString(spec), JobSpec.class)).isEqualTo(spec);
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void epochs_make_as_many_steps_as_the_table_says(List<Integer> row) {
    TrainingOptions options =
        TrainingOptions.builder("p")
            .trainBatchSize(row.get(3))
            .gradientAccumulationSteps(row.get(4))
            .numTrainEpochs(row.get(5))
            .images(ImageOptions.cropped(false, false, row.get(1)))
            .prior(row.get(2) == 0 ? null : prior(row.get(2)))
            .build();

    assertThat(TrainingLength.totalSteps(options, row.get(0))).isEqualTo(row.get(6));
  }

  static Stream<String> examples() {
    return EXAMPLE.matcher(document()).results().map(result -> result.group(1));
  }

  static Stream<List<Integer>> lengths() {
    return EPOCHS.matcher(document()).results().map(JobSpecDocumentTest::numbers);
  }

  private static List<Integer> numbers(MatchResult row) {
    return Arrays.stream(row.group(1).split(" \\| ")).map(Integer::valueOf).toList();
  }

  private static PriorOptions prior(int classImages) {
    return new PriorOptions("c", Optional.empty(), classImages, null, null, null);
  }

  private static String document() {
    try {
      return Files.readString(DOCUMENT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int begin(String document) {
    return BEGIN.matcher(document).results().findFirst().orElseThrow().end();
  }

  /** A table of a record's fields, then those of the records in it. */
  private static void describe(String path, Class<?> type, StringBuilder out) {
    out.append("### ").append(path.isEmpty() ? "The job" : "`" + path + "`").append("\n\n");
    out.append(KeptJavadoc.ofType(type)).append("\n\n");
    out.append("| field | type | meaning |\n| --- | --- | --- |\n");
    Map<String, String> texts = KeptJavadoc.ofComponents(type);
    for (RecordComponent component : type.getRecordComponents()) {
      out.append(
          "| `%s` | %s | %s |%n"
              .formatted(
                  component.getName(),
                  typeName(value(component)),
                  texts.get(component.getName()).replace("|", "\\|")));
    }
    out.append('\n');
    String prefix = path.isEmpty() ? "" : path + ".";
    for (RecordComponent component : type.getRecordComponents()) {
      if (isGroup(value(component))) {
        describe(prefix + component.getName(), value(component), out);
      }
    }
  }

  private static Class<?> value(RecordComponent component) {
    Type type = component.getGenericType();
    Type value =
        type instanceof ParameterizedType generic && component.getType() == Optional.class
            ? generic.getActualTypeArguments()[0]
            : component.getType();
    return (Class<?>) value;
  }

  private static boolean isGroup(Class<?> type) {
    return type.isRecord() && type.getRecordComponents().length > 1;
  }

  private static String typeName(Class<?> type) {
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(constant -> "`" + Json.mapper().valueToTree(constant).asText() + "`")
          .collect(Collectors.joining(", "));
    }
    if (isGroup(type)) {
      return "object";
    }
    if (type == Boolean.class) {
      return "true or false";
    }
    if (type == Integer.class || type == Long.class) {
      return "whole number";
    }
    if (type == Double.class) {
      return "number";
    }
    if (type == Labels.class || type == Environment.class) {
      return "object of texts";
    }
    if (List.class.isAssignableFrom(type)) {
      return "list";
    }
    boolean text = type == String.class || type == URI.class || type.isRecord();
    assertThat(text).as(type.getName()).isTrue();
    return type.getSimpleName().equals("CheckpointInterval") ? "whole number or `auto`" : "text";
  }
}
