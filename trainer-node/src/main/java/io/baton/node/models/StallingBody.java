package io.baton.node.models;

import io.baton.sync.store.StallGuard;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** A body that breaks when nothing comes for a while: the HTTP client would wait for ever. */
final class StallingBody extends FilterInputStream {
  private static final Logger LOG = System.getLogger(StallingBody.class.getName());
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final StallGuard guard;

  StallingBody(InputStream body) {
    super(body);
    this.guard = new StallGuard(LIMIT, () -> close(body));
  }

  @Override
  public int read(byte[] buffer, int from, int length) throws IOException {
    guard.progress();
    return super.read(buffer, from, length);
  }

  @Override
  public void close() throws IOException {
    guard.close();
    super.close();
  }

  private static void close(InputStream body) {
    try {
      body.close();
    } catch (IOException alreadyBroken) {
      LOG.log(Level.DEBUG, () -> "A connection broke before it was closed: " + alreadyBroken);
    }
  }
}
