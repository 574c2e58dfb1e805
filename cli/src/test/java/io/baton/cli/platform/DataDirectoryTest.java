package io.baton.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.cli.CommandFailedException;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  @TempDir Path path;

  @Test
  void a_second_platform_on_a_directory_is_told_of_the_first() throws IOException {
    DataDirectory directory = new DataDirectory(path);
    try (FileChannel first = directory.lock()) {
      directory.write(state());

      assertThatThrownBy(directory::lock)
          .isInstanceOf(CommandFailedException.class)
          .hasMessageContaining("already runs on " + path)
          .hasMessageContaining("http://127.0.0.1:8080")
          .hasMessageContaining("--data");
      assertThat(first.isOpen()).isTrue();
    }
  }

  @Test
  void the_addresses_that_a_crash_left_are_nobodys() throws IOException {
    DataDirectory directory = new DataDirectory(path);
    directory.lock().close();
    directory.write(state());

    assertThat(directory.runningPlatform()).isEmpty();
  }

  @Test
  void the_platform_that_runs_is_found() throws IOException {
    DataDirectory directory = new DataDirectory(path);
    try (FileChannel running = directory.lock()) {
      directory.write(state());

      assertThat(directory.runningPlatform()).hasValue(state());
      assertThat(running.isOpen()).isTrue();
    }
  }

  private PlatformState state() {
    return new PlatformState(
        URI.create("http://127.0.0.1:8080"),
        URI.create("http://127.0.0.1:8081"),
        URI.create("http://127.0.0.1:9000"),
        path,
        1,
        2);
  }
}
