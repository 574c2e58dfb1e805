package io.baton.node.api;

import io.baton.protocol.client.ApiException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Logs when the API can no longer be reached and when it can again: not every try. */
public final class ApiReachability {
  private static final Logger LOG = System.getLogger(ApiReachability.class.getName());

  private final AtomicBoolean reachable = new AtomicBoolean(true);
  private final Consumer<ApiException> onFailure;

  /**
   * It was reached until now.
   *
   * @param onFailure is told of each failure
   */
  public ApiReachability(Consumer<ApiException> onFailure) {
    this.onFailure = onFailure;
  }

  /** It answered. */
  public void answered() {
    if (reachable.compareAndSet(false, true)) {
      LOG.log(Level.INFO, "The API answers again.");
    }
  }

  /** It did not, or could not do what it was asked. */
  public void failed(ApiException why) {
    onFailure.accept(why);
    if (reachable.compareAndSet(true, false)) {
      LOG.log(Level.WARNING, () -> why.getMessage().replaceFirst("\\.$", "") + ". Trying on.");
    }
  }
}
