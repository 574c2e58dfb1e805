package io.baton.node.models;

import io.baton.node.clock.NodeClock;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Another agent's process, which holds a model until it is killed. */
final class LockHolder {
  private LockHolder() {}

  public static void main(String[] words) throws Exception {
    Path model = Path.of(words[1]);
    CacheDirectory cache = new CacheDirectory(Path.of(words[0]), Long.MAX_VALUE, NodeClock.SYSTEM);
    try (HeldModel held = cache.hold(model.getFileName().toString()).orElseThrow()) {
      Files.writeString(sign(held.directory()), "");
      new CountDownLatch(1).await();
    }
  }

  static Process start(Path cache, Path model) throws IOException {
    return new ProcessBuilder(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                LockHolder.class.getName(),
                cache.toString(),
                model.toString()))
        .redirectErrorStream(true)
        .redirectOutput(new File("/dev/null"))
        .start();
  }

  /** It is there once the model is held. */
  static Path sign(Path model) {
    return model.resolveSibling(model.getFileName() + ".held");
  }
}
