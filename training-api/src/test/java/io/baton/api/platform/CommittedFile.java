package io.baton.api.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of the repository that is made from the code. Tests fail where it differs; with {@code
 * -Ddocs.write=true} they write it instead.
 */
public record CommittedFile(Path path) {

  /**
   * Names a file.
   *
   * @param path from the repository's root
   */
  public static CommittedFile of(String path) {
    return new CommittedFile(Path.of("..").resolve(path));
  }

  public void requireEqual(String expected) {
    try {
      if (Boolean.getBoolean("docs.write")) {
        Files.writeString(path, expected);
      }
      assertThat(Files.exists(path) ? Files.readString(path) : "")
          .as(
              "%s is made from the code: run the tests of this module with"
                  + " -Ddocs.write=true and commit it",
              path)
          .isEqualTo(expected);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
