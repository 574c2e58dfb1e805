package io.baton.cli.terminal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where commands read.
 *
 * @param stream standard input
 * @param terminal whether a person types there
 */
public record Input(InputStream stream, boolean terminal) {
  /** That of this process; the launcher says in a property what Java cannot find out. */
  public static Input system() {
    return new Input(System.in, Boolean.getBoolean("baton.input.terminal"));
  }

  /** One from which nothing comes. */
  public static Input none() {
    return new Input(InputStream.nullInputStream(), false);
  }

  /** A line that is not shown while a person types it; empty at the end of the input. */
  public Optional<String> secret(Console console, String prompt) {
    if (terminal && System.console() != null) {
      char[] typed = System.console().readPassword("%s", prompt);
      return Optional.ofNullable(typed).map(String::new).map(String::strip).filter(Input::said);
    }
    if (terminal) {
      console.line(prompt);
    }
    return line();
  }

  private Optional<String> line() {
    try {
      // Only one line is ever asked for, so it does no harm that the reader takes more.
      BufferedReader reader =
          new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
      return Optional.ofNullable(reader.readLine()).map(String::strip).filter(Input::said);
    } catch (IOException e) {
      throw new UncheckedIOException("Standard input cannot be read", e);
    }
  }

  private static boolean said(String text) {
    return !text.isEmpty();
  }
}
