package io.baton.sdxl.dataset;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Threads that prepare images for the training thread. */
public final class ImageWorkers implements AutoCloseable {

  /** What one thread may have ready before anyone asks for it. */
  private static final int READY_FOR_EACH = 2;

  private final int threads;
  private final ExecutorService executor;

  private ImageWorkers(int threads, ExecutorService executor) {
    this.threads = threads;
    this.executor = executor;
  }

  /** {@code threads} of them; with 0 the calling thread does all the work, when it is asked for. */
  public static ImageWorkers start(int threads) {
    AtomicInteger started = new AtomicInteger();
    ExecutorService executor =
        Executors.newFixedThreadPool(
            Math.max(1, threads),
            work -> {
              Thread thread = new Thread(work, "image-worker-" + started.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    return new ImageWorkers(threads, executor);
  }

  /** How many results may wait at a time, so that they do not fill the memory. */
  int capacity() {
    return READY_FOR_EACH * threads;
  }

  <T> Future<T> submit(Callable<T> work) {
    return executor.submit(work);
  }

  /** The results for {@code inputs} in their order; the first failure in that order is thrown. */
  <I, O> List<O> inOrder(List<I> inputs, Function<I, O> work) {
    if (threads == 0) {
      return inputs.stream().map(work).toList();
    }
    List<O> results = new ArrayList<>();
    Deque<Future<O>> waiting = new ArrayDeque<>();
    for (I input : inputs) {
      if (waiting.size() == capacity()) {
        results.add(result(waiting.remove()));
      }
      waiting.add(submit(() -> work.apply(input)));
    }
    waiting.forEach(each -> results.add(result(each)));
    return results;
  }

  /** What a worker has made; what it has thrown is thrown here. */
  static <T> T result(Future<T> work) {
    try {
      return work.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      // Work that is submitted here throws no checked exceptions.
      throw (RuntimeException) e.getCause();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for an image", e);
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
