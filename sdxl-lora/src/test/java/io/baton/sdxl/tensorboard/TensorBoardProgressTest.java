package io.baton.sdxl.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.sdxl.progress.Phase;
import io.baton.sdxl.progress.ProgressEvent.PhaseStarted;
import io.baton.sdxl.progress.ProgressEvent.Resumed;
import io.baton.sdxl.progress.ProgressEvent.StepDone;
import io.baton.sdxl.progress.ProgressEvent.ValidationImageWritten;
import io.baton.sdxl.tensorboard.EventFileReader.Message;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardProgressTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochMilli(1_700_000_000_250L), ZoneOffset.UTC);

  @TempDir private Path directory;

  @Test
  void a_steps_numbers_are_scalars() throws IOException {
    try (TensorBoardProgress progress = new TensorBoardProgress(directory, CLOCK)) {
      progress.on(new PhaseStarted(Phase.TRAINING));
      progress.on(new StepDone(1, 300, 0.5, 1e-4, 0.125, 3));
      progress.on(new StepDone(300, 300, 0.25, 2e-4, 0.75, 4));
    }
    List<Message> events = EventFileReader.events(files().get(0));
    assertThat(events.get(0).text(3)).isEqualTo("brain.Event:2");
    assertThat(events.get(0).number(1)).isEqualTo(1_700_000_000.25);
    assertThat(events.get(1).integer(2)).isEqualTo(1);
    assertThat(events.get(1).message(7).integer(1)).isEqualTo(1);
    assertThat(scalars(events))
        .containsExactly(
            "1 loss 0.5",
            "1 lr 1.0E-4",
            "1 grad_norm 0.125",
            "1 steps_per_second 3.0",
            "300 loss 0.25",
            "300 lr 2.0E-4",
            "300 grad_norm 0.75",
            "300 steps_per_second 4.0");
  }

  @Test
  void a_resumed_run_begins_another_file_from_its_first_step_on() throws IOException {
    for (int resumed = 0; resumed < 2; resumed++) {
      try (TensorBoardProgress progress = new TensorBoardProgress(directory, CLOCK)) {
        progress.on(new Resumed(20 * resumed));
        progress.on(new StepDone(20 * resumed + 1, 300, 0.5, 1e-4, 0.125, 3));
      }
    }
    assertThat(files()).hasSize(2);
    Message session = EventFileReader.events(files().get(1)).get(1);
    assertThat(session.integer(2)).isEqualTo(21);
    assertThat(session.has(7)).isTrue();
  }

  @Test
  void a_run_that_does_no_step_leaves_no_file() throws IOException {
    try (TensorBoardProgress progress = new TensorBoardProgress(directory, CLOCK)) {
      progress.on(new PhaseStarted(Phase.TRAINING));
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void a_validation_image_is_there_with_its_size() throws IOException {
    Path png = directory.resolve("image.png");
    ImageIO.write(new BufferedImage(30, 20, BufferedImage.TYPE_INT_RGB), "png", png.toFile());
    Path logs = directory.resolve("logs");
    try (TensorBoardProgress progress = new TensorBoardProgress(logs, CLOCK)) {
      progress.on(new ValidationImageWritten(10, 2, 4, png));
    }
    Message value = EventFileReader.events(files(logs).get(0)).get(2).message(5).message(1);
    assertThat(value.text(1)).isEqualTo("validation/2");
    Message image = value.message(4);
    assertThat(image.integer(1)).isEqualTo(20);
    assertThat(image.integer(2)).isEqualTo(30);
    assertThat(image.bytes(4)).isEqualTo(Files.readAllBytes(png));
  }

  private static List<String> scalars(List<Message> events) {
    List<String> scalars = new ArrayList<>();
    for (Message event : events) {
      if (event.has(5)) {
        Message value = event.message(5).message(1);
        scalars.add("%d %s %s".formatted(event.integer(2), value.text(1), (float) value.number(2)));
      }
    }
    return scalars;
  }

  private List<Path> files() throws IOException {
    return files(directory);
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("events.out.tfevents."))
          .sorted()
          .toList();
    }
  }
}
