package io.baton.sdxl.tensorboard;

import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.progress.ProgressEvent;
import io.baton.sdxl.progress.ProgressEvent.StepDone;
import io.baton.sdxl.progress.ProgressEvent.ValidationImageWritten;
import io.baton.sdxl.progress.ProgressListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * Writes a run's steps into event files: {@code loss}, {@code lr}, {@code grad_norm}, {@code
 * steps_per_second}, and validation images as {@code validation/1}, {@code validation/2} ….
 */
public final class TensorBoardProgress implements ProgressListener, AutoCloseable {

  private final Path directory;
  private final Clock clock;
  private Optional<EventFile> file = Optional.empty();

  /**
   * @param directory of the event files; made with the first of them
   */
  public TensorBoardProgress(Path directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
  }

  @Override
  public void on(ProgressEvent event) {
    if (event instanceof StepDone done) {
      EventFile events = fileFrom(done.step());
      events.scalar("loss", done.step(), done.loss());
      events.scalar("lr", done.step(), done.learningRate());
      if (done.gradientNorm() != null) {
        events.scalar("grad_norm", done.step(), done.gradientNorm());
      }
      events.scalar("steps_per_second", done.step(), done.stepsPerSecond());
    } else if (event instanceof ValidationImageWritten image) {
      fileFrom(image.step())
          .image("validation/" + image.image(), image.step(), content(image.path()));
    }
  }

  private EventFile fileFrom(long step) {
    if (file.isEmpty()) {
      file = Optional.of(EventFile.create(directory, step, clock));
    }
    return file.orElseThrow();
  }

  private static byte[] content(Path path) {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw TrainingFailure.ofInputOutput("reading " + path, e);
    }
  }

  @Override
  public void close() {
    file.ifPresent(EventFile::close);
  }
}
