package io.baton.sync.store;

import io.baton.sync.SyncException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** One request and its answer, broken off when no byte moves for a while. */
final class HttpTransfer implements AutoCloseable {
  private final String doing;
  private final ObjectKey key;
  private final Duration stallLimit;
  private final StallGuard guard;
  private volatile Future<?> inFlight = CompletableFuture.completedFuture(null);
  private volatile InputStream content = InputStream.nullInputStream();

  HttpTransfer(String doing, ObjectKey key, Duration stallLimit) {
    this.doing = doing;
    this.key = key;
    this.stallLimit = stallLimit;
    guard = new StallGuard(stallLimit, this::abort);
  }

  void progress() {
    guard.progress();
  }

  HttpResponse<InputStream> send(HttpClient client, HttpRequest request) {
    CompletableFuture<HttpResponse<InputStream>> future =
        client.sendAsync(request, BodyHandlers.ofInputStream());
    inFlight = future;
    try {
      HttpResponse<InputStream> response = future.get();
      content = response.body();
      guard.progress();
      return response;
    } catch (InterruptedException e) {
      future.cancel(true);
      throw SyncException.interrupted(doing + " " + key, e);
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (CancellationException e) {
      throw failure(e);
    }
  }

  /** The answer's body; reading it counts as progress, and a stall makes it fail. */
  InputStream content() {
    return new FilterInputStream(content) {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
          int count = super.read(buffer, offset, length);
          guard.progress();
          return count;
        } catch (IOException e) {
          throw guard.stalled() ? new IOException(stallMessage(), e) : e;
        }
      }
    };
  }

  private SyncException failure(Throwable cause) {
    return Transfer.unreachable(
        doing, key, guard.stalled() ? new IOException(stallMessage(), cause) : cause);
  }

  private String stallMessage() {
    return "no byte moved for " + stallLimit.toSeconds() + " s";
  }

  private void abort() {
    inFlight.cancel(true);
    closeContent();
  }

  private void closeContent() {
    try {
      content.close();
    } catch (IOException e) {
      // The connection is given up anyway.
    }
  }

  @Override
  public void close() {
    guard.close();
    closeContent();
  }
}
