package io.baton.api.background;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of work that no caller waits for. */
@ApplicationScoped
public class BackgroundExecutor {
  private static final int THREADS = 4;

  private final ExecutorService threads = threads(THREADS, "background");

  public BackgroundTask task(String name, Runnable work) {
    return new BackgroundTask(name, work, threads);
  }

  /** Daemon threads that see the application's classes. */
  public static ExecutorService threads(int count, String name) {
    return Executors.newFixedThreadPool(count, named(name));
  }

  @PreDestroy
  void stop() throws InterruptedException {
    threads.shutdown();
    if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
      threads.shutdownNow();
    }
  }

  private static ThreadFactory named(String name) {
    AtomicInteger count = new AtomicInteger();
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    return work -> {
      Thread thread = new Thread(work, name + "-" + count.incrementAndGet());
      thread.setContextClassLoader(loader);
      thread.setDaemon(true);
      return thread;
    };
  }
}
