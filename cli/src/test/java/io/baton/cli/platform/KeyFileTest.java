package io.baton.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.cli.CommandFailedException;
import io.baton.protocol.access.ApiKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
  @TempDir Path directory;

  @Test
  void key_is_drawn_once_and_kept() {
    KeyFile file = new DataDirectory(directory).operatorKey();

    ApiKey drawn = file.readOrDraw();

    assertThat(file.readOrDraw()).isEqualTo(drawn);
    assertThat(file.read()).hasValue(drawn);
  }

  @Test
  void nobody_else_can_read_it() throws IOException {
    KeyFile file = new DataDirectory(directory).operatorKey();
    file.readOrDraw();

    assertThat(permissions(file.path())).isEqualTo("rw-------");
    assertThat(permissions(file.path().getParent())).isEqualTo("rwx------");
  }

  @Test
  void file_that_holds_something_else_is_named() throws IOException {
    KeyFile file = new KeyFile(Files.writeString(directory.resolve("key"), "my-secret"));

    assertThatThrownBy(file::read)
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining(file.path() + " holds no API key")
        .hasMessageNotContaining("my-secret");
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
