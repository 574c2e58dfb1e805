package io.baton.cli.submit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonValue;
import io.baton.cli.CommandLineRun;
import io.baton.protocol.job.JobSpec;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Every field of a job has its option. */
class JobFlagTest {
  /** Given by --dataset or --images, and by the words after --. */
  private static final Set<String> ELSEWHERE = Set.of("datasetId", "command.words");

  @Test
  void every_field_of_a_job_has_an_option_and_every_option_a_field() {
    TreeMap<String, Class<?>> fields = new TreeMap<>();
    collect("", JobSpec.class, fields);
    List<String> paths = new ArrayList<>();
    for (JobFlag flag : JobFlag.all()) {
      flag.trainingPath().ifPresent(paths::add);
      flag.commandPath().filter(path -> !paths.contains(path)).ifPresent(paths::add);
    }
    List<String> groups = List.of("training.buckets", "training.textEncoders");

    assertThat(fields.keySet()).allMatch(f -> paths.contains(f) || ELSEWHERE.contains(f));
    assertThat(paths).allMatch(path -> fields.containsKey(path) || groups.contains(path));
  }

  @Test
  void choices_are_those_of_the_contract() {
    TreeMap<String, Class<?>> fields = new TreeMap<>();
    collect("", JobSpec.class, fields);

    assertThat(JobFlag.all())
        .filteredOn(flag -> fields.getOrDefault(flag.path(), String.class).isEnum())
        .hasSize(7)
        .allSatisfy(
            flag ->
                assertThat(flag.choices())
                    .containsExactly(
                        Arrays.stream(fields.get(flag.path()).getEnumConstants())
                            .map(value -> ((Enum<?>) value).name().toLowerCase(Locale.ROOT))
                            .toArray(String[]::new)));
  }

  @Test
  void the_help_shows_the_everyday_options_and_on_request_all() {
    String everyday = CommandLineRun.of("submit", "--help").out();
    String all = CommandLineRun.of("submit", "--help-all").out();

    assertThat(everyday).contains("--prompt").contains("--help-all").doesNotContain("--adam-beta1");
    assertThat(JobFlag.all()).allSatisfy(flag -> assertThat(all).contains(shown(flag)));
  }

  private static String shown(JobFlag flag) {
    String name = flag.names().get(0);
    return flag.kind() == JobFlag.Kind.SWITCH ? name.replaceFirst("--", "--[no-]") : name;
  }

  private static void collect(String prefix, Class<?> type, TreeMap<String, Class<?>> fields) {
    for (RecordComponent component : type.getRecordComponents()) {
      Class<?> inner = raw(component.getGenericType());
      String path = prefix + component.getName();
      if (inner.isRecord() && !isValue(inner)) {
        collect(path + ".", inner, fields);
      } else {
        fields.put(path, inner);
      }
    }
  }

  /** A record that is one value in JSON. */
  private static boolean isValue(Class<?> type) {
    return type.getSimpleName().equals("CheckpointInterval")
        || Arrays.stream(type.getRecordComponents())
            .anyMatch(component -> component.getAccessor().isAnnotationPresent(JsonValue.class));
  }

  private static Class<?> raw(Type type) {
    if (type instanceof ParameterizedType generic) {
      return generic.getRawType() == Optional.class
          ? raw(generic.getActualTypeArguments()[0])
          : (Class<?>) generic.getRawType();
    }
    return (Class<?>) type;
  }
}
