package io.baton.sdxl.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.sdxl.failure.TrainingFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

class SafetensorsProperties {

  private Path file;

  @BeforeProperty
  void createFile() throws IOException {
    file = Files.createTempFile("tensors", ".safetensors");
  }

  @AfterProperty
  void deleteFile() throws IOException {
    Files.delete(file);
  }

  @Property(tries = 50)
  void any_names_and_values_come_back_and_the_order_given_does_not_matter(
      @ForAll @Size(max = 8) @UniqueElements List<@NotEmpty String> names,
      @ForAll float[] values,
      @ForAll long seed)
      throws IOException {
    List<TensorSource> tensors = new ArrayList<>();
    for (String name : names) {
      if (!name.equals("__metadata__") && isText(name)) {
        tensors.add(TensorSource.ofFloats(name, List.of((long) values.length), values));
      }
    }
    SafetensorsWriter.write(file, tensors, Map.of());
    byte[] bytes = Files.readAllBytes(file);
    try (SafetensorsFile read = SafetensorsFile.open(file)) {
      assertThat(read.tensors()).hasSize(tensors.size());
      for (TensorSource tensor : tensors) {
        assertThat(read.floats(tensor.name())).containsExactly(values);
      }
    }
    Collections.shuffle(tensors, new Random(seed));
    SafetensorsWriter.write(file, tensors, Map.of());
    assertThat(file).hasBinaryContent(bytes);
  }

  @Property(tries = 200)
  void a_damaged_file_is_read_or_refused_but_nothing_else(
      @ForAll @IntRange(max = 400) int position, @ForAll byte value, @ForAll boolean cut)
      throws IOException {
    SafetensorsWriter.write(
        file,
        List.of(
            TensorSource.ofFloats("first", List.of(2L, 2L), new float[4]),
            TensorSource.ofFloats("second", List.of(3L), new float[3])),
        Map.of("format", "pt"));
    byte[] bytes = Files.readAllBytes(file);
    int at = position % bytes.length;
    bytes[at] = value;
    Files.write(file, cut ? Arrays.copyOf(bytes, at) : bytes);
    try (SafetensorsFile read = SafetensorsFile.open(file)) {
      read.tensors().keySet().forEach(read::data);
    } catch (TrainingFailure refused) {
      assertThat(refused).hasMessageContaining(file.toString());
    }
  }

  // A lone surrogate cannot be written in UTF-8, and so cannot name a tensor.
  private static boolean isText(String name) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(name);
  }
}
