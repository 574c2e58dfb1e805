package io.baton.sdxl.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.sdxl.command.TinyModel;
import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.lorafile.LoraConverter;
import io.baton.sdxl.lorafile.LoraFormat;
import io.baton.sdxl.lorafile.LoraWeights;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.sample.LoraInUse;
import io.baton.sdxl.torch.DeviceChoice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Recordings of diffusers, made by {@code src/test/python/record-test-data}, and what is wrong with
 * altered ones.
 */
class VerificationTest {

  private static final String DOWN =
      "unet.mid_block.attentions.0.transformer_blocks.0.attn1.to_q.lora.down.weight";

  @TempDir Path directory;

  @Test
  void forward_passes_are_those_of_diffusers() {
    List<SectionResult> results = verify(recording("forwards"));
    assertThat(results)
        .extracting(SectionResult::section)
        .containsExactly("text_encoder", "text_encoder_2", "vae", "unet");
    assertThat(results).allSatisfy(result -> assertThat(result.passed()).isTrue());
    assertThat(results).allSatisfy(result -> assertThat(result.tolerance()).isEqualTo(1e-5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"accumulation", "velocity-min-snr", "prior-preservation", "dora"})
  void training_is_that_of_diffusers(String name) {
    assertTraining(verify(recording(name)), 1e-5, 1e-4, 1e-2);
  }

  @Test
  void training_in_bfloat16_is_that_of_diffusers() {
    assertTraining(verify(recording("bf16")), 2e-2, 2e-2, 2e-1);
  }

  private static void assertTraining(
      List<SectionResult> results, double losses, double norms, double lora) {
    assertThat(results)
        .extracting(SectionResult::section)
        .containsExactly("train/loss", "train/grad_norm", "train/final");
    assertThat(results).extracting(SectionResult::tolerance).containsExactly(losses, norms, lora);
    assertThat(results).allSatisfy(result -> assertThat(result.passed()).isTrue());
  }

  @ParameterizedTest
  @EnumSource
  void a_lora_in_any_format_does_what_it_does_in_diffusers(LoraFormat format) {
    Path lora = directory.resolve("lora");
    LoraConverter.write(LoraWeights.read(recording("lora")), format, lora);
    assertThat(verify(recording("forwards-with-lora"), Optional.of(LoraInUse.read(lora, 1))))
        .hasSize(3)
        .allMatch(SectionResult::passed);
  }

  @Test
  void a_lora_that_is_left_out_is_noticed() {
    assertThat(verify(recording("forwards-with-lora"))).hasSize(3).noneMatch(SectionResult::passed);
  }

  @Test
  void a_lora_does_not_go_with_recorded_training() {
    LoraInUse lora = LoraInUse.read(recording("lora"), 1);
    assertBadInput(
        () -> verify(recording("dora"), Optional.of(lora)),
        "has a training section, and a LoRA is given for forward passes");
  }

  static Stream<Arguments> deviations() {
    return Stream.of(
        Arguments.of("forwards", "text_encoder/penultimate", "text_encoder"),
        Arguments.of("forwards", "text_encoder_2/text_embeds", "text_encoder_2"),
        Arguments.of("forwards", "vae/logvar", "vae"),
        Arguments.of("forwards", "vae/decoded", "vae"),
        Arguments.of("forwards", "unet/sample", "unet"),
        Arguments.of("velocity-min-snr", "train/1/loss", "train/loss"),
        Arguments.of("velocity-min-snr", "train/2/grad_norm", "train/grad_norm"),
        Arguments.of("velocity-min-snr", "train/final/" + DOWN, "train/final"));
  }

  @ParameterizedTest
  @MethodSource("deviations")
  void a_value_that_differs_fails_its_section_alone(String name, String tensor, String section)
      throws IOException {
    Path altered =
        new AlteredRecording(recording(name))
            .change(tensor, VerificationTest::withFirstValueOff)
            .write(directory.resolve("altered.safetensors"));
    List<SectionResult> failed = verify(altered).stream().filter(each -> !each.passed()).toList();
    assertThat(failed).extracting(SectionResult::section).containsExactly(section);
    assertThat(failed.get(0).tensor()).isEqualTo(tensor);
  }

  // By 2 % of the largest value, which is more than any step of the training moves a value.
  private static float[] withFirstValueOff(float[] values) {
    float largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    float[] altered = values.clone();
    altered[0] += 0.02f * largest;
    return altered;
  }

  @Test
  void other_options_than_those_of_the_recording_give_another_lora() throws IOException {
    Path altered =
        new AlteredRecording(recording("velocity-min-snr"))
            .options(json -> json.replace("\"snr_gamma\": 5.0", "\"snr_gamma\": 1.0"))
            .write(directory.resolve("altered.safetensors"));
    assertThat(verify(altered)).noneMatch(SectionResult::passed);
  }

  @Test
  void whole_numbers_may_have_any_type() throws IOException {
    Path altered =
        new AlteredRecording(recording("forwards"))
            .asIntegers("text_encoder/input_ids")
            .asFloats("text_encoder_2/input_ids")
            .asIntegers("unet/timesteps")
            .write(directory.resolve("altered.safetensors"));
    assertThat(verify(altered)).hasSize(4).allMatch(SectionResult::passed);
    Path training =
        new AlteredRecording(recording("accumulation"))
            .asFloats("train/0/timesteps")
            .asIntegers("train/1/timesteps")
            .write(directory.resolve("training.safetensors"));
    assertThat(verify(training)).hasSize(3).allMatch(SectionResult::passed);
  }

  @Test
  void sections_may_be_missing() throws IOException {
    AlteredRecording altered = new AlteredRecording(recording("forwards"));
    List.of("input_ids", "penultimate").forEach(name -> altered.without("text_encoder/" + name));
    List.of("pixels", "mean", "logvar", "decoded").forEach(name -> altered.without("vae/" + name));
    assertThat(verify(altered.write(directory.resolve("altered.safetensors"))))
        .extracting(SectionResult::section)
        .containsExactly("text_encoder_2", "unet");
  }

  @Test
  void options_that_are_not_given_are_those_of_the_script() throws IOException {
    Path altered =
        new AlteredRecording(recording("dora"))
            .options(json -> "{\"use_dora\": true, \"learning_rate\": 1e-3, \"snr_gamma\": null}")
            .write(directory.resolve("altered.safetensors"));
    assertThat(verify(altered)).hasSize(3).allMatch(SectionResult::passed);
  }

  @Test
  void class_rows_may_be_asked_for_by_flag_and_weight() throws IOException {
    Path both =
        new AlteredRecording(recording("prior-preservation"))
            .options(json -> json.replace("{", "{\"with_prior_preservation\": true, "))
            .write(directory.resolve("both.safetensors"));
    assertThat(verify(both)).hasSize(3).allMatch(SectionResult::passed);
    Path off =
        new AlteredRecording(recording("prior-preservation"))
            .options(json -> json.replace("{", "{\"with_prior_preservation\": false, "))
            .write(directory.resolve("off.safetensors"));
    assertThat(verify(off)).hasSize(3).noneMatch(SectionResult::passed);
  }

  static Stream<Arguments> damages() {
    return Stream.of(
        damage("forwards", "has no tensor 'unet/time_ids'", all -> all.without("unet/time_ids")),
        damage(
            "forwards",
            "holds NaN in tensor 'unet/sample'",
            all -> all.change("unet/sample", VerificationTest::withFirstValueNotANumber)),
        damage(
            "accumulation", "has no tensor 'train/1/noise'", all -> all.without("train/1/noise")),
        damage(
            "accumulation",
            "has no tensor 'train/3/grad_norm', though 2 micro-steps make an optimizer step",
            all -> all.without("train/3/grad_norm")),
        damage(
            "velocity-min-snr",
            "has no tensor 'train/init/" + DOWN + "'",
            all -> all.without("train/init/" + DOWN)),
        damage(
            "velocity-min-snr",
            "was made with option 'noise_ofset', which is not known",
            all -> all.options(json -> json.replace("{", "{\"noise_ofset\": 0.1, "))),
        damage(
            "velocity-min-snr",
            "was made with option lr_scheduler = \"exponential\", which must be",
            all -> all.options(json -> json.replace("constant", "exponential"))),
        damage(
            "velocity-min-snr",
            "was made with option optimizer = \"prodigy\", which must be",
            all -> all.options(json -> json.replace("{", "{\"optimizer\": \"prodigy\", "))),
        damage(
            "velocity-min-snr",
            "has metadata 'options' that are not a JSON object",
            all -> all.options(json -> "[" + json)),
        damage("velocity-min-snr", "has no metadata 'options'", all -> all.options(json -> null)),
        damage(
            "velocity-min-snr",
            "is not a recording of this model: train/init/",
            all -> all.options(json -> json.replace("\"rank\": 2", "\"rank\": 3"))),
        damage(
            "dora",
            "is not a recording of this model: its LoRA without DoRA has no tensor",
            all -> all.options(json -> json.replace("\"use_dora\": true", "\"use_dora\": false"))),
        damage(
            "accumulation",
            "train/2/timesteps holds 1000, and training has 1000 timesteps",
            all -> all.put("train/2/timesteps", List.of(1L), new float[] {1000})),
        damage(
            "accumulation",
            "has 1 rows in micro-step 0, of which no half can be class rows",
            all -> all.options(json -> json.replace("{", "{\"prior_loss_weight\": 1.0, "))),
        damage(
            "forwards",
            "is not a recording of this model: unet/: textEmbeds of shape (2, 8) do not fit",
            all -> all.put("unet/text_embeds", List.of(2L, 8L), new float[16])),
        damage(
            "forwards",
            "is not a recording of this model: text_encoder/input_ids: Token 5000 is not one",
            all -> all.put("text_encoder/input_ids", List.of(1L, 3L), new float[] {1, 2, 5000})));
  }

  private static float[] withFirstValueNotANumber(float[] values) {
    float[] altered = values.clone();
    altered[0] = Float.NaN;
    return altered;
  }

  private static Arguments damage(
      String name, String message, UnaryOperator<AlteredRecording> change) {
    return Arguments.of(name, message, change);
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("damages")
  void what_is_wrong_with_a_recording_is_said(
      String name, String message, UnaryOperator<AlteredRecording> change) throws IOException {
    Path altered =
        change
            .apply(new AlteredRecording(recording(name)))
            .write(directory.resolve("altered.safetensors"));
    assertBadInput(() -> verify(altered), message);
  }

  @Test
  void a_file_without_sections_is_refused() {
    Path weights = TinyModel.directory().resolve("unet/diffusion_pytorch_model.safetensors");
    assertBadInput(() -> verify(weights), "has none of the sections text_encoder, text_encoder_2");
  }

  private static void assertBadInput(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            TrainingFailure.class,
            failure -> assertThat(failure.code()).isEqualTo(FailureCode.BAD_INPUT))
        .hasMessageContaining(message);
  }

  private static List<SectionResult> verify(Path recording) {
    return verify(recording, Optional.empty());
  }

  private static List<SectionResult> verify(Path recording, Optional<LoraInUse> lora) {
    List<SectionResult> results = new ArrayList<>();
    ModelDirectory model = ModelDirectory.open(TinyModel.directory(), Optional.empty());
    DeviceChoice device = DeviceChoice.of("cpu").orElseThrow();
    new Verification(model, recording, device, lora).run(results::add);
    return results;
  }

  static Path recording(String name) {
    return Path.of("src/test/resources/io/baton/sdxl/verify", name + ".safetensors");
  }
}
