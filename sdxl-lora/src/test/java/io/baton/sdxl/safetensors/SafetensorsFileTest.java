package io.baton.sdxl.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsFileTest {

  @TempDir private Path directory;

  @Test
  void what_is_written_is_read() throws IOException {
    Path file = directory.resolve("a.safetensors");
    List<TensorSource> tensors =
        List.of(
            TensorSource.ofFloats("matrix", List.of(2L, 3L), new float[] {1, 2, 3, 4, 5, 6}),
            TensorSource.ofFloats("scalar", List.of(), new float[] {-7.5f}),
            TensorSource.ofFloats("empty", List.of(0L, 4L), new float[0]));
    SafetensorsWriter.write(file, tensors, Map.of("format", "pt", "an \"odd\" key", "ünïcode"));
    try (SafetensorsFile read = SafetensorsFile.open(file)) {
      assertThat(read.tensors().keySet()).containsExactly("empty", "matrix", "scalar");
      assertThat(read.tensors().get("matrix").shape()).containsExactly(2L, 3L);
      assertThat(read.floats("matrix")).containsExactly(1, 2, 3, 4, 5, 6);
      assertThat(read.floats("scalar")).containsExactly(-7.5f);
      assertThat(read.floats("empty")).isEmpty();
      assertThat(read.metadata())
          .containsOnly(Map.entry("format", "pt"), Map.entry("an \"odd\" key", "ünïcode"));
    }
  }

  @Test
  void larger_types_come_first_and_then_names() throws IOException {
    Path file = directory.resolve("a.safetensors");
    SafetensorsWriter.write(
        file,
        List.of(
            sized("b", TensorType.F16, 1),
            sized("z", TensorType.F32, 1),
            sized("a", TensorType.BF16, 1),
            sized("y", TensorType.F32, 1),
            sized("B", TensorType.F16, 1),
            sized("n", TensorType.I64, 1)),
        Map.of());
    byte[] bytes = Files.readAllBytes(file);
    int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    assertThat(length % 8).isZero();
    assertThat(new String(bytes, 8, length, StandardCharsets.UTF_8).strip())
        .isEqualTo(
            """
            {"n":{"dtype":"I64","shape":[1],"data_offsets":[0,8]},\
            "y":{"dtype":"F32","shape":[1],"data_offsets":[8,12]},\
            "z":{"dtype":"F32","shape":[1],"data_offsets":[12,16]},\
            "a":{"dtype":"BF16","shape":[1],"data_offsets":[16,18]},\
            "B":{"dtype":"F16","shape":[1],"data_offsets":[18,20]},\
            "b":{"dtype":"F16","shape":[1],"data_offsets":[20,22]}}""");
  }

  @ParameterizedTest
  @CsvSource({
    "F16, 3C00, 1", "F16, C000, -2", "F16, 0001, 5.9604645E-8", "F16, 7BFF, 65504",
    "F16, 3555, 0.33325195", "F16, FC00, -Infinity", "F16, 7E00, NaN", "F16, 8000, -0.0",
    "BF16, 3F80, 1", "BF16, C049, -3.140625", "BF16, 7F80, Infinity", "BF16, 0001, 9.18355E-41"
  })
  void half_precision_is_widened(TensorType type, String bits, float value) throws IOException {
    Path file = directory.resolve("a.safetensors");
    short half = (short) Integer.parseInt(bits, 16);
    TensorSource tensor =
        new TensorSource(
            "x",
            type,
            List.of(1L),
            out ->
                out.write(
                    ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN).putShort(half).flip()));
    SafetensorsWriter.write(file, List.of(tensor), Map.of());
    try (SafetensorsFile read = SafetensorsFile.open(file)) {
      assertThat(read.floats("x")).containsExactly(value);
    }
  }

  @Test
  void all_256_eighth_precision_numbers_are_widened() throws IOException {
    Path file = directory.resolve("a.safetensors");
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    TensorSource tensor =
        new TensorSource(
            "x", TensorType.F8_E4M3, List.of(256L), out -> out.write(ByteBuffer.wrap(all)));
    SafetensorsWriter.write(file, List.of(tensor), Map.of());
    try (SafetensorsFile read = SafetensorsFile.open(file)) {
      float[] values = read.floats("x");
      assertThat(values[0x38]).isEqualTo(1);
      assertThat(values[0xC4]).isEqualTo(-3);
      assertThat(values[0x7E]).isEqualTo(448);
      assertThat(values[0x01]).isEqualTo(0x1p-9f);
      assertThat(values[0x08]).isEqualTo(0x1p-6f);
      assertThat(values[0x7F]).isNaN();
      assertThat(values[0xFF]).isNaN();
      for (int i = 1; i < 0x7F; i++) {
        assertThat(values[i]).isGreaterThan(values[i - 1]);
        assertThat(values[i + 128]).isEqualTo(-values[i]);
      }
    }
  }

  @Test
  void tensors_past_the_first_two_gigabytes_are_read() throws IOException {
    Path file = directory.resolve("large.safetensors");
    long gigabytes = 5L << 29;
    String header =
        """
        {"big":{"dtype":"U8","shape":[%1$d],"data_offsets":[0,%1$d]},\
        "last":{"dtype":"F32","shape":[2],"data_offsets":[%1$d,%2$d]}}"""
            .formatted(gigabytes, gigabytes + 8);
    // A sparse file: it takes no room on the disk.
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(bytes(header.length(), header, 0)));
      ByteBuffer last =
          ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putFloat(1.5f).putFloat(-2).flip();
      channel.write(last, 8 + header.length() + gigabytes);
    }
    try (SafetensorsFile read = SafetensorsFile.open(file)) {
      assertThat(read.floats("last")).containsExactly(1.5f, -2);
      assertThatThrownBy(() -> read.data("big")).hasMessageContaining("larger than 2 GiB");
    }
  }

  @Test
  void a_file_of_another_kind_is_called_by_its_name() throws IOException {
    Map<String, String> kinds =
        Map.of(
            "PK\u0003\u0004\u0000\u0000\u0008\u0008archive/data.pkl",
                "is a zip archive such as torch",
            "\u0080\u0002}q\u0000X\u0005\u0000\u0000", "is a Python pickle",
            "version https://git-lfs.github.com/spec/v1", "is a Git LFS pointer");
    for (Map.Entry<String, String> kind : kinds.entrySet()) {
      Path file = directory.resolve("model.safetensors");
      Files.writeString(file, kind.getKey(), StandardCharsets.ISO_8859_1);
      requireRefusal(file, FailureCode.BAD_INPUT);
      assertThatThrownBy(() -> SafetensorsFile.open(file)).hasMessageContaining(kind.getValue());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{\"a\":1}",
        "{\"a\":{}}",
        "{\"a\":{\"dtype\":\"F33\",\"shape\":[1],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.0],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[-4,0]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,99999999999999999999]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
            + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":1,\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":[\"F32\"],\"shape\":[1],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[[1]],\"data_offsets\":[0,4]}}",
        "{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
        "{\"a\":[{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}]}",
        "{\"__metadata__\":{\"a\":1}}",
        "{\"__metadata__\":[]}",
        "{} {}",
        "{\"a\"",
        ""
      })
  void a_header_that_breaks_the_rules_is_refused(String header) throws IOException {
    Path file = directory.resolve("a.safetensors");
    Files.write(file, bytes(header.length(), header, 4));
    requireRefusal(file, FailureCode.BAD_INPUT);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, 100_000_001, 40})
  void a_header_longer_than_the_file_or_the_limit_is_refused(long length) throws IOException {
    Path file = directory.resolve("a.safetensors");
    Files.write(file, bytes(length, "{}", 0));
    requireRefusal(file, FailureCode.BAD_INPUT);
  }

  @Test
  void a_truncated_file_is_refused() throws IOException {
    Path file = directory.resolve("a.safetensors");
    SafetensorsWriter.write(
        file,
        List.of(TensorSource.ofFloats("x", List.of(100L), new float[100])),
        Map.of("format", "pt"));
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length += 7) {
      Files.write(file, Arrays.copyOf(whole, length));
      requireRefusal(file, FailureCode.BAD_INPUT);
    }
  }

  @Test
  void a_missing_file_and_a_directory_are_told_apart() {
    requireRefusal(directory.resolve("none"), FailureCode.NO_INPUT);
    requireRefusal(directory, FailureCode.BAD_INPUT);
  }

  @Test
  void what_cannot_be_read_as_numbers_or_is_not_there_is_refused() throws IOException {
    Path file = directory.resolve("a.safetensors");
    SafetensorsWriter.write(file, List.of(sized("x", TensorType.U8, 3)), Map.of());
    try (SafetensorsFile read = SafetensorsFile.open(file)) {
      assertThat(read.data("x").remaining()).isEqualTo(3);
      assertThatThrownBy(() -> read.floats("x")).hasMessageContaining("'x' is U8");
      assertThatThrownBy(() -> read.floats("y")).hasMessageContaining("has no tensor 'y'");
    }
  }

  @Test
  void a_writer_that_lies_about_its_size_is_caught() {
    TensorSource liar =
        new TensorSource("x", TensorType.U8, List.of(3L), out -> out.write(ByteBuffer.allocate(2)));
    assertThatThrownBy(
            () -> SafetensorsWriter.write(directory.resolve("a"), List.of(liar), Map.of()))
        .hasMessageContaining("wrote 2 bytes");
    TensorSource twin = sized("x", TensorType.U8, 1);
    assertThatThrownBy(
            () -> SafetensorsWriter.write(directory.resolve("a"), List.of(twin, twin), Map.of()))
        .hasMessageContaining("two tensors are named x");
  }

  private static TensorSource sized(String name, TensorType type, long elements) {
    int bytes = (int) elements * type.bytes();
    return new TensorSource(
        name, type, List.of(elements), out -> out.write(ByteBuffer.allocate(bytes)));
  }

  private static byte[] bytes(long headerLength, String header, int data) {
    return ByteBuffer.allocate(8 + header.length() + data)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(headerLength)
        .put(header.getBytes(StandardCharsets.US_ASCII))
        .array();
  }

  private static void requireRefusal(Path file, FailureCode code) {
    assertThatThrownBy(() -> SafetensorsFile.open(file))
        .isInstanceOfSatisfying(
            TrainingFailure.class, failure -> assertThat(failure.code()).isEqualTo(code))
        .hasMessageContaining(file.toString());
  }
}
