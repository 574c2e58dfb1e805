package io.baton.sdxl.progress;

import io.baton.sdxl.progress.ProgressEvent.CheckpointWritten;
import io.baton.sdxl.progress.ProgressEvent.Done;
import io.baton.sdxl.progress.ProgressEvent.Failed;
import io.baton.sdxl.progress.ProgressEvent.PhaseStarted;
import io.baton.sdxl.progress.ProgressEvent.Remark;
import io.baton.sdxl.progress.ProgressEvent.Resumed;
import java.io.PrintStream;

/** A line for a person for all but the single steps. */
public final class LogLines implements ProgressListener {

  private final PrintStream out;

  public LogLines(PrintStream out) {
    this.out = out;
  }

  @Override
  public void on(ProgressEvent event) {
    if (event instanceof PhaseStarted phase) {
      say(phase.phase().label().replace('-', ' '));
    } else if (event instanceof Resumed resumed) {
      say("resumed from checkpoint-" + resumed.step());
    } else if (event instanceof CheckpointWritten checkpoint) {
      say("wrote " + checkpoint.path());
    } else if (event instanceof Done done) {
      say("done after %d steps: %s".formatted(done.step(), done.path()));
    } else if (event instanceof Failed failed) {
      say(failed.message());
    } else if (event instanceof Remark remark) {
      say(remark.text());
    }
  }

  private void say(String line) {
    out.println("sdxl-lora: " + line);
    out.flush();
  }
}
