package io.baton.cli.platform;

import io.baton.cli.CommandFailedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A small process beside this one that ends what this one started, if this one dies without having
 * done so itself: nothing of a local platform survives even a SIGKILL.
 */
final class Reaper implements AutoCloseable {
  private final Process process;
  private final OutputStream lines;

  Reaper() {
    try {
      // Its input ends when this process does, however that happens.
      process =
          new ProcessBuilder("setsid", "bash", "-c", script(), "baton-reaper")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      lines = process.getOutputStream();
    } catch (IOException e) {
      throw new CommandFailedException(
          "The programs 'setsid' (package util-linux) and 'bash' are needed: " + e.getMessage(), e);
    }
  }

  private static String script() throws IOException {
    try (InputStream in = Reaper.class.getResourceAsStream("reaper.sh")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  void group(long leader) {
    say("group " + leader);
  }

  void pool(Path directory) {
    say("pool " + directory);
  }

  void postgres(Path data) {
    say("postgres " + data);
  }

  private synchronized void say(String line) {
    try {
      lines.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      lines.flush();
    } catch (IOException e) {
      throw new CommandFailedException("The process that cleans up after a crash is gone.", e);
    }
  }

  /** Everything was stopped in order. */
  @Override
  public void close() {
    if (process.isAlive()) {
      say("done");
    }
  }
}
