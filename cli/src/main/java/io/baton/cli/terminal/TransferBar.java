package io.baton.cli.terminal;

import java.time.Duration;
import java.util.function.LongConsumer;

/**
 * Shows how far a transfer is: {@code Uploading ▕███▌ ▏ 3.1 MiB of 9.0 MiB 1.2 MiB/s 5.0 s left}.
 */
public final class TransferBar implements LongConsumer, AutoCloseable {
  private static final long REDRAW_NANOS = Duration.ofMillis(100).toNanos();
  private static final int BAR = 24;

  private final Console console;
  private final String doing;
  private final long total;
  private final long startedAt = System.nanoTime();
  private long begun = -1;
  private long drawnAt;

  /**
   * Begins.
   *
   * @param doing such as Uploading
   * @param total bytes in all
   */
  public TransferBar(Console console, String doing, long total) {
    this.console = console;
    this.doing = doing;
    this.total = total;
  }

  /** So many bytes are done in all. */
  @Override
  public synchronized void accept(long done) {
    long now = System.nanoTime();
    if (begun < 0) {
      // What was there before says nothing about the speed.
      begun = done;
    }
    if (drawnAt == 0 || now - drawnAt >= REDRAW_NANOS) {
      drawnAt = now;
      console.live(line(done, (now - startedAt) / 1e9));
    }
  }

  private String line(long done, double seconds) {
    String line =
        doing
            + " ▕"
            + Bar.of(done, total, BAR)
            + "▏ "
            + Words.ofBytes(done)
            + " of "
            + Words.ofBytes(total);
    double speed = seconds < 0.5 ? 0 : (done - begun) / seconds;
    if (speed <= 0) {
      return line;
    }
    return line
        + "  "
        + Words.ofBytes((long) speed)
        + "/s  "
        + Words.of(Duration.ofMillis((long) ((total - done) / speed * 1000)))
        + " left";
  }

  @Override
  public void close() {
    console.endLive();
  }
}
