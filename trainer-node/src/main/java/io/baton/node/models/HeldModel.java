package io.baton.node.models;

import java.nio.file.Path;

/** A model that stays where it is until this is closed. */
public final class HeldModel implements AutoCloseable {
  private final Path directory;
  private final Runnable release;

  HeldModel(Path directory, Runnable release) {
    this.directory = directory;
    this.release = release;
  }

  /** Holds one that nobody deletes. */
  static HeldModel lasting(Path directory) {
    return new HeldModel(directory, () -> {});
  }

  public Path directory() {
    return directory;
  }

  @Override
  public void close() {
    release.run();
  }
}
