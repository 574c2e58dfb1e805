package io.baton.node.notice;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;

/**
 * The request of {@code trainer-node drain}: a file in the agent's work directory, answered by
 * another once the agent holds no job any more. Both are gone when an agent starts.
 */
public final class DrainRequest implements InterruptionNotice {
  private final Path request;
  private final Path answer;
  private final FileNotice notice;

  /** Below an agent's work directory. */
  public DrainRequest(Path workDirectory) {
    this.request = workDirectory.resolve("drain");
    this.answer = workDirectory.resolve("drained");
    this.notice = new FileNotice(request);
  }

  /**
   * Asks for it.
   *
   * @param time that the drain may take; empty: as long as the agent gives it
   */
  public void ask(Optional<Duration> time) throws IOException {
    if (!Files.exists(request)) {
      Files.deleteIfExists(answer);
    }
    Path unfinished = request.resolveSibling("drain.part");
    Files.writeString(unfinished, time.map(left -> left.toSeconds() + "\n").orElse(""));
    Files.move(unfinished, request, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Takes it back: the agent asks for work again. */
  public void withdraw() throws IOException {
    Files.deleteIfExists(request);
    Files.deleteIfExists(answer);
  }

  public boolean isDone() {
    return Files.exists(answer);
  }

  @Override
  public String origin() {
    return "trainer-node drain";
  }

  @Override
  public Optional<Notice> look() {
    return notice.look().map(asked -> new Notice("The node was told to drain.", asked.timeLeft()));
  }

  @Override
  public Duration interval() {
    return notice.interval();
  }

  @Override
  public void drained() throws IOException {
    Files.writeString(answer, "");
  }
}
