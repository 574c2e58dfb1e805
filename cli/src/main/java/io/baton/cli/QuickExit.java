package io.baton.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Lets the JVM end at once. At its end it waits up to 300 ms for threads inside of the operating
 * system (VM_Exit::wait_for_threads_in_native_to_block in HotSpot), and the thread with which an
 * HTTP client waits for its sockets is always there. Before Java 21 a client cannot be closed; but
 * that thread ends when it is interrupted.
 */
final class QuickExit {
  private static final Pattern SELECTING = Pattern.compile("HttpClient-\\d+-SelectorManager");
  private static final long LONGEST_MILLIS = 50;

  private QuickExit() {}

  /** Ends the threads of HTTP clients; nothing can be sent afterwards. */
  static void prepare() {
    end(selecting());
  }

  static void end(List<Thread> selecting) {
    selecting.forEach(Thread::interrupt);
    try {
      for (Thread thread : selecting) {
        thread.join(LONGEST_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static List<Thread> selecting() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    // More than there are: those that start meanwhile do no harm.
    Thread[] threads = new Thread[group.activeCount() + 16];
    group.enumerate(threads);
    return Arrays.stream(threads)
        .filter(Objects::nonNull)
        .filter(thread -> SELECTING.matcher(thread.getName()).matches())
        .toList();
  }
}
