package io.baton.sdxl.progress;

import io.baton.sdxl.progress.ProgressEvent.CheckpointWritten;
import io.baton.sdxl.progress.ProgressEvent.Done;
import io.baton.sdxl.progress.ProgressEvent.Failed;
import io.baton.sdxl.progress.ProgressEvent.ImageWritten;
import io.baton.sdxl.progress.ProgressEvent.PhaseStarted;
import io.baton.sdxl.progress.ProgressEvent.Remark;
import io.baton.sdxl.progress.ProgressEvent.Resumed;
import io.baton.sdxl.progress.ProgressEvent.ValidationImageWritten;
import java.io.PrintStream;

/** A line for a person for all but the single steps. */
public final class LogLines implements ProgressListener {

  /** Takes a bar off the terminal's line. */
  private static final String CLEARED_LINE = "\r\033[K";

  private final PrintStream out;
  private final String start;

  private LogLines(PrintStream out, String start) {
    this.out = out;
    this.start = start;
  }

  /** Lines alone. */
  public static LogLines to(PrintStream out) {
    return new LogLines(out, "");
  }

  /** Lines above a bar on the same terminal. */
  public static LogLines aboveBar(PrintStream out) {
    return new LogLines(out, CLEARED_LINE);
  }

  @Override
  public void on(ProgressEvent event) {
    if (event instanceof PhaseStarted phase) {
      say(phase.phase().label().replace('-', ' '));
    } else if (event instanceof Resumed resumed) {
      say("resumed from checkpoint-" + resumed.step());
    } else if (event instanceof CheckpointWritten checkpoint) {
      say("wrote " + checkpoint.path());
    } else if (event instanceof ImageWritten image) {
      say("wrote " + image.path());
    } else if (event instanceof ValidationImageWritten image) {
      say("wrote " + image.path());
    } else if (event instanceof Done done) {
      say("done after %d steps: %s".formatted(done.step(), done.path()));
    } else if (event instanceof Failed failed) {
      say(failed.message());
    } else if (event instanceof Remark remark) {
      say(remark.text());
    }
  }

  private void say(String line) {
    out.println(start + "sdxl-lora: " + line);
    out.flush();
  }
}
