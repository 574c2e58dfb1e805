package io.baton.node.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.node.config.ConfigException;
import io.baton.protocol.job.BaseModel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelNamesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "hf://stabilityai/stable-diffusion-xl-base-1.0",
        "hf://org/name@v1.0",
        "hf://org/name@refs/pr/3",
        "s3://models",
        "s3://models/sdxl/base"
      })
  void what_a_job_may_say_is_a_location_written_the_same(String name) {
    assertThat(ModelLocation.parse(new BaseModel(name).name()))
        .map(ModelLocation::toString)
        .contains(name);
  }

  @ParameterizedTest
  @CsvSource({
    "hf://*,               hf://org/name,        true",
    "hf://org/*,           hf://org/name@v1,     true",
    "hf://org/*,           hf://organ/name,      false",
    "hf://org/name,        hf://org/name@v1,     true",
    "hf://org/name,        hf://org/name2,       false",
    "hf://org/name@v1,     hf://org/name,        false",
    "hf://org/name@v1,     hf://org/name@v1,     true",
    "s3://models/*,        s3://models/sdxl,     true",
    "s3://models/*,        s3://models2/sdxl,    false",
    "s3://models,          s3://models/sdxl,     false",
    "hf://*,               s3://models/sdxl,     false"
  })
  void allowed_is_what_equals_or_begins_alike(String pattern, String name, boolean allowed) {
    assertThat(new AllowedSource(pattern).allows(ModelLocation.parse(name).orElseThrow()))
        .isEqualTo(allowed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://x/*", "file:/models", "*", "hf://a*b", ""})
  void wrong_pattern_is_refused(String pattern) {
    assertThatThrownBy(() -> new AllowedSource(pattern))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("--allow-models must be");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sdxl", "sdxl=http://x", "../x=hf://a/b", "sdxl=models/sdxl"})
  void wrong_source_is_refused(String source) {
    assertThatThrownBy(() -> ModelSource.parse(source))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("--model-source ");
  }

  @Test
  void operators_name_may_lead_to_any_directory_and_goes_before_the_models_directory()
      throws Exception {
    ModelSources sources =
        new ModelSources(
            Path.of("/models"), List.of(ModelSource.parse("sdxl=file:///data/sdxl")), List.of());

    assertThat(sources.locate(new BaseModel("sdxl")))
        .isEqualTo(new ModelLocation.Folder(Path.of("/data/sdxl")));
    assertThat(sources.locate(new BaseModel("org/other")))
        .isEqualTo(new ModelLocation.Folder(Path.of("/models/org/other")));
  }
}
