package io.baton.sdxl.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/** Whatever a file claims, it is read within its bounds or refused with one sentence. */
class HostileHeaderProperties {

  private Path file;

  @BeforeProperty
  void createFile() throws IOException {
    file = Files.createTempFile("hostile", ".safetensors");
  }

  @AfterProperty
  void deleteFile() throws IOException {
    Files.delete(file);
  }

  @Property(tries = 2500)
  void any_claim_is_within_the_file_or_refused(
      @ForAll("entries") List<String> entries, @ForAll @IntRange(max = 64) int data)
      throws IOException {
    byte[] header = ("{" + String.join(",", entries) + "}").getBytes(StandardCharsets.UTF_8);
    Files.write(file, whole(header.length, header, data));
    requireReadOrRefused();
  }

  @Property(tries = 500)
  void any_bytes_as_a_header_are_read_or_refused(
      @ForAll byte[] header, @ForAll @IntRange(max = 16) int data) throws IOException {
    Files.write(file, whole(header.length, header, data));
    requireReadOrRefused();
  }

  @Property(tries = 500)
  void any_length_of_the_header_is_read_or_refused(@ForAll long length) throws IOException {
    Files.write(file, whole(length, "{}".getBytes(StandardCharsets.UTF_8), 0));
    requireReadOrRefused();
  }

  @Property(tries = 20)
  void deep_nesting_and_long_words_and_numbers_are_refused(
      @ForAll @IntRange(min = 2_000, max = 200_000) int length, @ForAll("openings") String opening)
      throws IOException {
    byte[] header = ("{\"a\":" + opening.repeat(length)).getBytes(StandardCharsets.UTF_8);
    Files.write(file, whole(header.length, header, 0));
    requireReadOrRefused();
  }

  @Property(tries = 1)
  void more_than_any_model_has_is_refused_before_it_fills_the_memory() throws IOException {
    String tensor = "\"%d\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}";
    requireRefused("it claims more than 200000 tensors", many("{", tensor, 200_001, "}"));
    requireRefused(
        "its metadata has more than 100000 entries",
        many("{\"__metadata__\":{", "\"%d\":\"\"", 100_001, "}}"));
    requireRefused("tensor 'a' has more than 32 fields", many("{\"a\":{", "\"%d\":0", 33, "}}"));
    requireRefused(
        "a tensor has more than 32 dimensions", many("{\"a\":{\"shape\":[", "%d", 33, "]}}"));
  }

  private static String many(String before, String element, int count, String after) {
    return IntStream.range(0, count)
        .mapToObj(element::formatted)
        .collect(Collectors.joining(",", before, after));
  }

  private void requireRefused(String why, String json) throws IOException {
    byte[] header = json.getBytes(StandardCharsets.UTF_8);
    Files.write(file, whole(header.length, header, 0));
    assertThatExceptionOfType(TrainingFailure.class)
        .isThrownBy(() -> SafetensorsFile.open(file))
        .withMessageContaining(why);
  }

  @Provide
  Arbitrary<String> openings() {
    return Arbitraries.of("[", "{\"a\":", "9", "\\u0000", "[[],", "{\"\":[", "-", "\"x");
  }

  @Provide
  Arbitrary<List<String>> entries() {
    Arbitrary<String> numbers =
        Arbitraries.oneOf(
            Arbitraries.integers().between(0, 16).map(String::valueOf),
            Arbitraries.longs().map(String::valueOf),
            Arbitraries.of(
                "9223372036854775808", "1e400", "4.0", "-0", "null", "\"4\"", "[4]", "true"));
    Arbitrary<String> lists =
        numbers.list().ofMaxSize(4).map(list -> "[" + String.join(",", list) + "]");
    Arbitrary<String> types =
        Arbitraries.of("F32", "F16", "BF16", "F8_E4M3", "I64", "U8", "BOOL", "f32", "", "Q4_K");
    Arbitrary<String> names = Arbitraries.of("a", "b", "__metadata__", "", "a\\u0000", "日本");
    Arbitrary<String> tensors =
        Combinators.combine(names, types, lists, lists)
            .as(
                (name, type, shape, offsets) ->
                    "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}"
                        .formatted(name, type, shape, offsets));
    Arbitrary<String> others =
        Combinators.combine(names, lists, types)
            .as((name, list, type) -> "\"%s\":{\"%s\":%s}".formatted(name, type, list));
    return Arbitraries.frequencyOf(Tuple.of(5, tensors), Tuple.of(1, others)).list().ofMaxSize(4);
  }

  private void requireReadOrRefused() {
    try (SafetensorsFile read = SafetensorsFile.open(file)) {
      for (TensorInfo tensor : read.tensors().values()) {
        assertThat(read.data(tensor.name()).remaining()).isEqualTo((int) tensor.byteLength());
      }
    } catch (TrainingFailure refused) {
      assertThat(refused.code()).isEqualTo(FailureCode.BAD_INPUT);
      assertThat(refused).hasMessageContaining(file.toString());
      assertThat(refused.getMessage()).hasSizeLessThan(1000);
    }
  }

  private static byte[] whole(long headerLength, byte[] header, int data) {
    return ByteBuffer.allocate(8 + header.length + data)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(headerLength)
        .put(header)
        .array();
  }
}
