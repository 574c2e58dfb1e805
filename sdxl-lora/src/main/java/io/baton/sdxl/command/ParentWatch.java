package io.baton.sdxl.command;

import java.util.Optional;

/**
 * Ends this process when its parent has ended: a trainer without an agent would train for nobody.
 */
final class ParentWatch {

  private static final long INTERVAL_MILLIS = 250;

  private ParentWatch() {}

  static void start() {
    Optional<Long> parent = parentId();
    Thread watch = new Thread(() -> watch(parent), "parent-watch");
    watch.setDaemon(true);
    watch.start();
  }

  // A process whose parent ends gets another parent. ProcessHandle.onExit polls up to 5 s late.
  private static void watch(Optional<Long> parent) {
    while (parentId().equals(parent)) {
      try {
        Thread.sleep(INTERVAL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    Runtime.getRuntime().halt(TrainCommand.STOPPED);
  }

  private static Optional<Long> parentId() {
    return ProcessHandle.current().parent().map(ProcessHandle::pid);
  }
}
