package io.baton.sdxl.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.baton.sdxl.verify.AlteredRecording;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code sdxl-lora verify} prints, and its exit codes. */
class VerifyCommandTest {

  private static final Path FORWARDS =
      Path.of("src/test/resources/io/baton/sdxl/verify/forwards.safetensors");

  @TempDir Path directory;

  private String out;
  private String err;

  @Test
  void it_prints_a_line_a_section_and_ends_with_0() {
    assertThat(verify(FORWARDS)).isZero();
    assertThat(out.lines())
        .hasSize(4)
        .allMatch(
            line ->
                line.matches("\\S+ +ok +absolute \\S+ +relative \\S+ +allowed 1e-05 +worst: .+"));
    assertThat(err).isEmpty();
  }

  @Test
  void it_ends_with_1_past_the_tolerance() throws IOException {
    Path altered = altered();
    assertThat(verify(altered)).isEqualTo(1);
    assertThat(out.lines().filter(line -> line.contains("FAILED")))
        .singleElement()
        .asString()
        .startsWith("unet ")
        .endsWith("worst: unet/sample");
  }

  @Test
  void it_prints_json() throws IOException {
    assertThat(verify(altered(), "--json")).isEqualTo(1);
    JsonNode root = new ObjectMapper().readTree(out);
    assertThat(root.required("passed").booleanValue()).isFalse();
    JsonNode unet = root.required("sections").required(3);
    assertThat(unet.required("section").textValue()).isEqualTo("unet");
    assertThat(unet.required("passed").booleanValue()).isFalse();
    assertThat(unet.required("absoluteError").doubleValue()).isGreaterThan(0.5);
    assertThat(unet.required("relativeError").doubleValue()).isGreaterThan(0.1);
    assertThat(unet.required("tolerance").doubleValue()).isEqualTo(1e-5);
    assertThat(root.required("sections").required(0).required("passed").booleanValue()).isTrue();
  }

  @Test
  void it_names_tensors_that_it_does_not_know() throws IOException {
    Path altered =
        new AlteredRecording(FORWARDS)
            .put("unet/noise", List.of(1L), new float[1])
            .write(directory.resolve("altered.safetensors"));
    assertThat(verify(altered)).isZero();
    assertThat(err).contains("1 of the recording's tensors belong to no section");
  }

  @Test
  void what_is_wrong_is_told_in_one_sentence() throws IOException {
    Path garbage = Files.writeString(directory.resolve("garbage.safetensors"), "not a recording");
    assertThat(verify(garbage)).isEqualTo(65);
    assertThat(err).startsWith("sdxl-lora: ").contains("garbage.safetensors").hasLineCount(1);
    assertThat(verify(directory.resolve("nowhere.safetensors"))).isEqualTo(66);
    assertThat(err).startsWith("sdxl-lora: There is no file").hasLineCount(1);
    assertThat(verify(FORWARDS, "--device=gpu")).isEqualTo(64);
    assertThat(err).contains("--device gpu is not known").hasLineCount(1);
    assertThat(execute("verify", "--model=" + directory.resolve("no-model"), "--recording=x"))
        .isEqualTo(66);
    assertThat(execute("verify")).isEqualTo(64);
    assertThat(err).contains("--model", "--recording").hasLineCount(1);
  }

  private Path altered() throws IOException {
    return new AlteredRecording(FORWARDS)
        .change(
            "unet/sample",
            values -> {
              float[] changed = values.clone();
              changed[0] += 1;
              return changed;
            })
        .write(directory.resolve("altered.safetensors"));
  }

  private int verify(Path recording, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("verify", "--model=" + TinyModel.directory(), "--recording=" + recording));
    arguments.addAll(List.of(more));
    return execute(arguments.toArray(String[]::new));
  }

  private int execute(String... arguments) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int exitCode =
        SdxlLora.execute(
            new PrintStream(output, true, StandardCharsets.UTF_8),
            new PrintStream(errors, true, StandardCharsets.UTF_8),
            arguments);
    out = output.toString(StandardCharsets.UTF_8);
    err = errors.toString(StandardCharsets.UTF_8);
    return exitCode;
  }
}
