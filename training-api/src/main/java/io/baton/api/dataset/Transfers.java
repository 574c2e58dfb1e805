package io.baton.api.dataset;

import io.baton.api.background.BackgroundExecutor;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Moves files from and to storage, a few at a time: most of a small file's time is waiting. */
@ApplicationScoped
public class Transfers {
  private static final int THREADS = 4;

  private final ExecutorService threads = BackgroundExecutor.threads(THREADS, "dataset-transfer");

  /** What they returned, in their order. When one throws, the others have ended all the same. */
  <T> List<T> all(List<Callable<T>> transfers) {
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> transfer : threads.invokeAll(transfers)) {
        results.add(transfer.get());
      }
      return results;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the service is stopping", e);
    }
  }

  @PreDestroy
  void stop() {
    threads.shutdownNow();
  }
}
