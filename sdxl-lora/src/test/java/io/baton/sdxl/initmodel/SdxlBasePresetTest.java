package io.baton.sdxl.initmodel;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.sdxl.safetensors.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SDXL base's parameters. The digests are of the lines {@code name 2x3} of all parameters of
 * diffusers' and transformers' own models, sorted and joined with line feeds.
 */
class SdxlBasePresetTest {

  @TempDir private Path directory;

  @Test
  void the_unet_has_the_names_and_shapes_of_sdxl() throws NoSuchAlgorithmException {
    requireParameters(
        ModelPreset.SDXL_BASE.unet().parameters(),
        1680,
        2_567_463_684L,
        "74f0e72e3fd82f55f08f872c033d9b35ade5289d932e06f985ece9c189f9b7cb");
  }

  @Test
  void the_autoencoder_has_the_names_and_shapes_of_sdxl() throws NoSuchAlgorithmException {
    requireParameters(
        ModelPreset.SDXL_BASE.vae().parameters(),
        248,
        83_653_863L,
        "0afb81fba3b73b60202b280b4d2850d6bc8a9ce2e04de56b5960181cb619af8f");
  }

  @Test
  void the_text_encoders_have_the_names_and_shapes_of_sdxl() throws NoSuchAlgorithmException {
    requireParameters(
        ModelPreset.SDXL_BASE.textEncoder().parameters(),
        196,
        123_060_480L,
        "0346501efc95df8012b73478f02ba6dadeeab4e129be045cf0c202bea79c5f1d");
    requireParameters(
        ModelPreset.SDXL_BASE.textEncoder2().parameters(),
        517,
        694_659_840L,
        "e553816021d982ff3fddd7d01faf8ad833b7c8f2771f6784b88ea7769cf6012b");
  }

  @Test
  void its_weights_are_written_in_bf16() throws IOException {
    assertThat(ModelPreset.SDXL_BASE.weightType()).isEqualTo(TensorType.BF16);
    Parameter parameter = new Parameter("x", List.of(3L, 70_000L), Initialization.ofInputs(4));
    RandomValues values = new RandomValues(1, 0);
    Path file = directory.resolve("x");
    try (SeekableByteChannel channel =
        Files.newByteChannel(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ModelWriter.sources(List.of(parameter), values, TensorType.BF16)
          .get(0)
          .content()
          .writeTo(channel);
    }
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(bytes.remaining()).isEqualTo(2 * 210_000);
    for (int i = 0; i < 210_000; i += 9_999) {
      float value = values.of(parameter, 0).at(i);
      float written = Float.intBitsToFloat(bytes.getShort(2 * i) << 16);
      // Half a unit of the last of 8 bits.
      assertThat(Math.abs(written - value)).isLessThanOrEqualTo(Math.ulp(value) * 0x1p15f);
    }
  }

  private static void requireParameters(
      List<Parameter> parameters, int tensors, long elements, String sha256)
      throws NoSuchAlgorithmException {
    assertThat(parameters).hasSize(tensors);
    assertThat(parameters.stream().mapToLong(Parameter::elements).sum()).isEqualTo(elements);
    String lines =
        parameters.stream()
            .map(
                parameter ->
                    parameter.name()
                        + " "
                        + parameter.shape().stream()
                            .map(String::valueOf)
                            .collect(Collectors.joining("x")))
            .sorted()
            .collect(Collectors.joining("\n"));
    assertThat(
            HexFormat.of()
                .formatHex(
                    MessageDigest.getInstance("SHA-256")
                        .digest(lines.getBytes(StandardCharsets.UTF_8))))
        .isEqualTo(sha256);
  }
}
