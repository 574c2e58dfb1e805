package io.baton.sdxl.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.lorafile.LoraLayout;
import io.baton.sdxl.lorafile.LoraModule;
import io.baton.sdxl.lorafile.LoraNotes;
import io.baton.sdxl.lorafile.LoraWeights;
import io.baton.sdxl.safetensors.SafetensorsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputDirectoryTest {

  private static final RunIdentity IDENTITY = new RunIdentity(Map.of("--rank", "2"));
  private static final LoraNotes NOTES = LoraNotes.of(1, IDENTITY.options());

  @TempDir Path root;

  @Test
  void a_checkpoint_gives_back_what_was_written() {
    Path written = write(20, OptionalInt.empty());

    Checkpoint checkpoint = Checkpoint.open(written);
    TrainingState state = SmallState.zeros();
    checkpoint.restore(state);

    assertThat(checkpoint.step()).isEqualTo(20);
    assertThat(checkpoint.microStep()).isEqualTo(40);
    assertThat(checkpoint.seed()).isEqualTo(-7);
    assertThat(checkpoint.identity()).isEqualTo(IDENTITY);
    assertThat(SmallState.contents(state))
        .isEqualTo(SmallState.contents(SmallState.filled()))
        .isNotEqualTo(SmallState.contents(SmallState.zeros()));
  }

  @Test
  void the_same_state_gives_the_same_bytes() throws IOException {
    write(20, OptionalInt.empty());
    Path other = root.resolve("other");
    write(OutputDirectory.open(other), 20, OptionalInt.empty());
    for (String name :
        new String[] {
          "pytorch_lora_weights.safetensors",
          "pytorch_lora_weights_kohya.safetensors",
          "optimizer.safetensors",
          "progress.json"
        }) {
      assertThat(other.resolve("checkpoint-20").resolve(name))
          .hasSameBinaryContentAs(root.resolve("checkpoint-20").resolve(name));
    }
  }

  @Test
  void the_oldest_past_the_limit_go_after_the_new_one_is_there() {
    for (long step : new long[] {2, 9, 10, 100}) {
      write(step, OptionalInt.of(2));
    }
    assertThat(OutputDirectory.open(root).checkpoints().keySet()).containsExactly(10L, 100L);
  }

  @Test
  void only_directories_with_a_checkpoints_name_are_checkpoints() throws IOException {
    write(5, OptionalInt.empty());
    for (String name :
        new String[] {"checkpoint-", "checkpoint-x", "checkpoint-07", "my-checkpoint-9"}) {
      Files.createDirectory(root.resolve(name));
    }
    Files.createFile(root.resolve("checkpoint-8"));
    assertThat(OutputDirectory.open(root).checkpoints().keySet()).containsExactly(5L);
  }

  @Test
  void what_an_interrupted_write_has_left_goes_when_the_directory_is_opened() throws IOException {
    Path partial = Files.createDirectory(root.resolve(".checkpoint-5.partial"));
    Files.writeString(partial.resolve("optimizer.safetensors"), "half");
    Files.writeString(root.resolve(".pytorch_lora_weights.safetensors.partial"), "half");
    Files.writeString(root.resolve("notes.txt"), "mine");

    OutputDirectory.open(root);

    assertThat(names()).containsExactly("notes.txt");
  }

  @Test
  void a_checkpoint_whose_bytes_changed_is_refused() throws IOException {
    Path file = write(20, OptionalInt.empty()).resolve("optimizer.safetensors");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);
    assertDamaged("optimizer.safetensors is not what was written");
  }

  @Test
  void a_checkpoint_without_one_of_its_files_is_refused() throws IOException {
    Files.delete(write(20, OptionalInt.empty()).resolve("pytorch_lora_weights.safetensors"));
    assertDamaged("it has no pytorch_lora_weights.safetensors");
  }

  @Test
  void a_checkpoint_whose_progress_is_cut_off_is_refused() throws IOException {
    Path file = write(20, OptionalInt.empty()).resolve("progress.json");
    Files.writeString(file, Files.readString(file).substring(0, 30));
    assertDamaged("progress.json cannot be read");
  }

  @Test
  void a_checkpoint_of_another_model_is_refused() {
    Checkpoint checkpoint = Checkpoint.open(write(20, OptionalInt.empty()));
    TrainingState other =
        SmallState.zeros(new LoraLayout(SmallState.LAYOUT.tensors().subList(0, 1)));
    assertThatExceptionOfType(TrainingFailure.class)
        .isThrownBy(() -> checkpoint.restore(other))
        .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.BAD_INPUT))
        .withMessageContaining("does not fit the model");
  }

  @Test
  void a_checkpoint_of_another_optimizer_is_refused() {
    Checkpoint checkpoint = Checkpoint.open(write(20, OptionalInt.empty()));
    TrainingState zeros = SmallState.zeros();
    TrainingState other = new TrainingState(zeros.loras(), zeros.optimizer(), List.of());
    assertThatExceptionOfType(TrainingFailure.class)
        .isThrownBy(() -> checkpoint.restore(other))
        .withMessageContaining("does not fit the model: progress.json has the numbers [d], not []");
  }

  @Test
  void a_copy_keeps_the_values_of_its_time() {
    TrainingState state = SmallState.filled();
    Path written;
    try (StateCopy copy = state.copy()) {
      SmallState.lora(state).write(0, ByteBuffer.allocate(4));
      written =
          OutputDirectory.open(root)
              .writeCheckpoint(20, 40, -7, IDENTITY, copy, NOTES, OptionalInt.empty());
    }
    TrainingState restored = SmallState.zeros();
    Checkpoint.open(written).restore(restored);
    assertThat(SmallState.contents(restored)).isEqualTo(SmallState.contents(SmallState.filled()));
  }

  @Test
  void the_lora_holds_alpha_over_rank_in_its_up_projections() {
    Path file;
    float[] trained = new float[SmallState.LAYOUT.length()];
    SmallState.lora(SmallState.filled()).bytes().asFloatBuffer().get(trained);
    try (StateCopy state = SmallState.filled().copy()) {
      file = OutputDirectory.open(root).writeLora(state, NOTES);
    }
    try (SafetensorsFile lora = SafetensorsFile.open(file)) {
      assertThat(lora.metadata()).isEqualTo(Map.of("format", "pt"));
      assertThat(lora.floats(SmallState.MODULE + ".lora.down.weight")[5]).isEqualTo(trained[5]);
      assertThat(lora.floats(SmallState.MODULE + ".lora.up.weight")[9])
          .isEqualTo(trained[15] * 0.5f);
      assertThat(lora.tensors().get(SmallState.MODULE + ".lora.up.weight").shape())
          .isEqualTo(List.of(5L, 2L));
    }
  }

  @Test
  void kohyas_file_lies_beside_the_lora_and_means_the_same() {
    try (StateCopy state = SmallState.filled().copy()) {
      OutputDirectory.open(root).writeLora(state, NOTES);
    }
    LoraModule kohya = module(root.resolve("pytorch_lora_weights_kohya.safetensors"));
    LoraModule diffusers = module(root.resolve("pytorch_lora_weights.safetensors"));
    assertThat(kohya.alpha()).isEqualTo(1);
    assertThat(kohya.folded().up().floats()).containsExactly(diffusers.up().floats());
    assertThat(kohya.down().floats()).containsExactly(diffusers.down().floats());
  }

  @Test
  void a_checkpoints_loras_say_an_alpha_that_is_not_the_rank() {
    Path checkpoint = write(20, OptionalInt.empty());
    for (String name :
        List.of("pytorch_lora_weights.safetensors", "pytorch_lora_weights_kohya.safetensors")) {
      assertThat(module(checkpoint.resolve(name)).scale()).isEqualTo(0.5);
    }
  }

  private static LoraModule module(Path file) {
    return LoraWeights.read(file).modules().values().iterator().next();
  }

  @Test
  void a_checkpoint_is_found_by_its_path_or_its_name() {
    Path written = write(20, OptionalInt.empty());
    OutputDirectory directory = OutputDirectory.open(root);
    assertThat(directory.find(written.toString())).isEqualTo(written);
    assertThat(directory.find("/elsewhere/checkpoint-20")).isEqualTo(written);
    assertThatExceptionOfType(TrainingFailure.class)
        .isThrownBy(() -> directory.find("checkpoint-21"))
        .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.NO_INPUT));
  }

  @Test
  void options_that_differ_are_named() {
    RunIdentity checkpoint = new RunIdentity(Map.of("--rank", "4", "--seed", "1", "--old", "x"));
    RunIdentity here = new RunIdentity(Map.of("--rank", "8", "--seed", "1", "--new", "y"));
    assertThat(here.differencesFrom(checkpoint))
        .map(RunIdentity.Difference::toString)
        .containsExactly(
            "--new is y here and not set in the checkpoint",
            "--old is not set here and x in the checkpoint",
            "--rank is 8 here and 4 in the checkpoint");
    assertThat(here.differencesFrom(here)).isEmpty();
  }

  private Path write(long step, OptionalInt limit) {
    return write(OutputDirectory.open(root), step, limit);
  }

  private static Path write(OutputDirectory directory, long step, OptionalInt limit) {
    try (StateCopy state = SmallState.filled().copy()) {
      return directory.writeCheckpoint(step, 2 * step, -7, IDENTITY, state, NOTES, limit);
    }
  }

  private void assertDamaged(String why) {
    assertThatExceptionOfType(TrainingFailure.class)
        .isThrownBy(() -> Checkpoint.open(root.resolve("checkpoint-20")))
        .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.BAD_INPUT))
        .withMessageContaining("is damaged: " + why);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> entries = Files.list(root)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }
}
