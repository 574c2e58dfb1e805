package io.baton.cli.submit;

import io.baton.cli.CommandFailedException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongConsumer;

/** Sends files to signed addresses. Thread-safe. */
final class StorageUpload {
  private static final int TRIES = 3;
  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  private final HttpClient storage =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

  /**
   * Sends one file, again if it has to.
   *
   * @param moved is told of bytes as they leave, less than 0 for those that are sent again
   */
  void put(Path file, URI url, LongConsumer moved) {
    for (int attempt = 1; ; attempt++) {
      long[] left = {0};
      LongConsumer counted =
          n -> {
            left[0] += n;
            moved.accept(n);
          };
      try {
        HttpResponse<String> response =
            storage.send(
                HttpRequest.newBuilder(url).timeout(TIMEOUT).PUT(body(file, counted)).build(),
                BodyHandlers.ofString());
        if (response.statusCode() / 100 == 2) {
          return;
        }
        if (response.statusCode() < 500 || attempt == TRIES) {
          throw new CommandFailedException(
              "Storage refused %s with HTTP %d; submit again."
                  .formatted(file.getFileName(), response.statusCode()));
        }
      } catch (IOException | UncheckedIOException e) {
        if (attempt == TRIES) {
          throw CommandFailedException.unreachable(
              "Storage at %s:%d cannot be reached to upload %s; submit again when it is back."
                  .formatted(url.getHost(), url.getPort(), file.getFileName()),
              e);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CommandFailedException("The upload was interrupted.", e);
      }
      moved.accept(-left[0]);
    }
  }

  private static BodyPublisher body(Path file, LongConsumer moved) throws IOException {
    // With its length: storage takes no body of unknown length.
    return BodyPublishers.fromPublisher(
        BodyPublishers.ofInputStream(() -> counting(file, moved)), Files.size(file));
  }

  private static InputStream counting(Path file, LongConsumer moved) {
    try {
      return new FilterInputStream(Files.newInputStream(file)) {
        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
          int n = super.read(bytes, offset, length);
          if (n > 0) {
            moved.accept(n);
          }
          return n;
        }
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
