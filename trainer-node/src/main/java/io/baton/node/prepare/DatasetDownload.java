package io.baton.node.prepare;

import io.baton.node.api.Backoff;
import io.baton.node.clock.NodeClock;
import io.baton.node.failure.AttemptFailedException;
import io.baton.protocol.dataset.DatasetFile;
import io.baton.protocol.work.FailureClass;
import io.baton.protocol.work.Grant.DatasetObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Fetches the files to train on. A file gets its name only when its size and digest are right; one
 * that is here already is not fetched again.
 */
public final class DatasetDownload {
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final int BUFFER_BYTES = 1 << 16;

  /** A transfer that was cut short or damaged on the way may be right the next time. */
  private static final int TRIES_OF_WRONG_CONTENT = 3;

  private final HttpClient http;
  private final NodeClock clock;
  private final Duration patience;

  /**
   * A download over that client.
   *
   * @param patience how long storage may fail before the attempt does
   */
  public DatasetDownload(HttpClient http, NodeClock clock, Duration patience) {
    this.http = http;
    this.clock = clock;
    this.patience = patience;
  }

  public void fetch(List<DatasetObject> objects, Path directory)
      throws AttemptFailedException, IOException, InterruptedException {
    for (DatasetObject object : objects) {
      Path file = directory.resolve(object.file().name()).normalize();
      if (!directory.normalize().equals(file.getParent())) {
        throw new AttemptFailedException(
            FailureClass.BAD_INPUT,
            "The dataset file '" + object.file().name() + "' has a name that is a path.");
      }
      if (!isComplete(file, object.file())) {
        fetchOne(object, file);
      }
    }
  }

  private static boolean isComplete(Path file, DatasetFile expected) throws IOException {
    return Files.isRegularFile(file)
        && Files.size(file) == expected.size()
        && Sha256.of(file).equals(expected.sha256());
  }

  private void fetchOne(DatasetObject object, Path file)
      throws AttemptFailedException, IOException, InterruptedException {
    Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, RandomGenerator.getDefault());
    long giveUpAt = clock.after(patience);
    int wrong = 0;
    while (true) {
      Optional<Trouble> trouble = tryOne(object, file);
      if (trouble.isEmpty()) {
        return;
      }
      String name = "The dataset file '" + object.file().name() + "' ";
      if (trouble.get().wrongContent() && ++wrong >= TRIES_OF_WRONG_CONTENT) {
        throw new AttemptFailedException(
            FailureClass.BAD_INPUT,
            name + "in storage differs from its size or digest; upload the dataset again.");
      }
      if (clock.hasReached(giveUpAt)) {
        throw new AttemptFailedException(
            FailureClass.STORAGE_DOWN, name + "cannot be fetched: " + trouble.get().what() + ".");
      }
      clock.pause(backoff.next());
    }
  }

  /** Why a try did not bring the file. */
  private record Trouble(boolean wrongContent, String what) {
    static Optional<Trouble> withStorage(String what) {
      return Optional.of(new Trouble(false, what));
    }
  }

  /** Empty when the file is there. */
  private Optional<Trouble> tryOne(DatasetObject object, Path file)
      throws AttemptFailedException, IOException, InterruptedException {
    HttpResponse<InputStream> response;
    try {
      response =
          http.send(
              HttpRequest.newBuilder(object.url()).timeout(ANSWER_TIMEOUT).GET().build(),
              BodyHandlers.ofInputStream());
    } catch (IOException e) {
      return Trouble.withStorage("storage does not answer (" + e.getMessage() + ")");
    }
    try (InputStream body = response.body()) {
      return switch (response.statusCode()) {
        case 200 -> receive(body, object.file(), file);
        case 404, 410 ->
            throw new AttemptFailedException(
                FailureClass.BAD_INPUT,
                "The dataset file '"
                    + object.file().name()
                    + "' is gone from storage; upload the dataset again.");
        default -> Trouble.withStorage("storage answers HTTP " + response.statusCode());
      };
    }
  }

  private static Optional<Trouble> receive(InputStream body, DatasetFile expected, Path file)
      throws IOException {
    Path unfinished = file.resolveSibling("." + file.getFileName() + ".part");
    MessageDigest digest = Sha256.digest();
    long size = 0;
    try (OutputStream out = Files.newOutputStream(unfinished)) {
      byte[] buffer = new byte[BUFFER_BYTES];
      while (size <= expected.size()) {
        int read;
        try {
          read = body.read(buffer);
        } catch (IOException e) {
          return Trouble.withStorage("the connection to storage broke (" + e.getMessage() + ")");
        }
        if (read < 0) {
          break;
        }
        digest.update(buffer, 0, read);
        out.write(buffer, 0, read);
        size += read;
      }
    }
    if (size != expected.size() || !Sha256.text(digest).equals(expected.sha256())) {
      Files.delete(unfinished);
      return Optional.of(new Trouble(true, "its content differs from its digest"));
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    return Optional.empty();
  }
}
