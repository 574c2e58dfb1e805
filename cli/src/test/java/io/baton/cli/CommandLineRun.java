package io.baton.cli;

import io.baton.cli.terminal.Console;
import io.baton.cli.terminal.Input;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** One run of the command line inside this JVM, with what it wrote. */
public record CommandLineRun(int exitCode, String out, String err) {
  private static final Path NOWHERE = Path.of("/nonexistent/baton");

  /** Without a terminal, profiles or a local platform. */
  public static CommandLineRun of(String... arguments) {
    return new Setting().run(arguments);
  }

  /** What a run finds around it. */
  public static final class Setting {
    private final Map<String, String> environment =
        new HashMap<>(Map.of("BATON_HOME", NOWHERE.toString()));
    private String input = "";
    private int columns;

    public Setting variable(String name, String value) {
      environment.put(name, value);
      return this;
    }

    public Setting home(Path home) {
      return variable("BATON_HOME", home.toString());
    }

    public Setting input(String text) {
      input = text;
      return this;
    }

    /** On a terminal of that width. */
    public Setting terminal(int width) {
      columns = width;
      return this;
    }

    public CommandLineRun run(String... arguments) {
      StringWriter out = new StringWriter();
      StringWriter err = new StringWriter();
      Console console =
          new Console(
              new PrintWriter(out, true),
              new PrintWriter(err, true),
              columns > 0,
              columns > 0 ? columns : 100,
              false);
      Input typed =
          new Input(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), false);
      int exitCode = Baton.run(new Surroundings(console, typed, environment), arguments);
      return new CommandLineRun(exitCode, out.toString(), err.toString());
    }
  }
}
