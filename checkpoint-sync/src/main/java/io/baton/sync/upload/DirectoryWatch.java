package io.baton.sync.upload;

import io.baton.sync.SyncException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.concurrent.TimeUnit;

/**
 * Calls back when something appears in a directory, and every now and then anyway: network file
 * systems report nothing, and the directory may be replaced.
 */
final class DirectoryWatch implements AutoCloseable {
  private static final long LOOK_ANYWAY_MILLIS = 1000;

  private final WatchService service;
  private final Thread thread;

  DirectoryWatch(Path directory, Runnable look) {
    try {
      Files.createDirectories(directory);
      service = directory.getFileSystem().newWatchService();
      directory.register(service, StandardWatchEventKinds.ENTRY_CREATE);
    } catch (IOException e) {
      throw SyncException.local("watching", directory, e);
    }
    thread = new Thread(() -> watch(look), "checkpoint-sync-watch");
    thread.setDaemon(true);
    thread.start();
  }

  private void watch(Runnable look) {
    try {
      while (true) {
        WatchKey key = service.poll(LOOK_ANYWAY_MILLIS, TimeUnit.MILLISECONDS);
        if (key != null) {
          key.pollEvents();
          key.reset();
        }
        look.run();
      }
    } catch (InterruptedException | ClosedWatchServiceException e) {
      // Closed: nobody wants to know any more.
    }
  }

  @Override
  public void close() {
    try {
      service.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread.interrupt();
  }
}
