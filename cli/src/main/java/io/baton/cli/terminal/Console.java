package io.baton.cli.terminal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.baton.protocol.client.Json;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Help.Ansi;

/**
 * Where commands write. It knows whether a person looks at a terminal, and keeps the one live line
 * at the bottom below everything else.
 */
public final class Console {
  private static final ObjectWriter JSON = Json.mapper().writerWithDefaultPrettyPrinter();
  private static final String CLEAR_LINE = "\r\033[K";

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean terminal;
  private final int columns;
  private final Ansi ansi;

  private String live = "";
  private volatile boolean stopping;

  /**
   * A console.
   *
   * @param terminal whether {@code out} is a terminal
   * @param columns of that terminal
   */
  public Console(PrintWriter out, PrintWriter err, boolean terminal, int columns, boolean colours) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
    this.columns = columns;
    this.ansi = colours ? Ansi.ON : Ansi.OFF;
  }

  /** That of this process; the launcher says in system properties what Java cannot find out. */
  public static Console system() {
    boolean terminal = Boolean.getBoolean("baton.terminal");
    boolean colours = terminal && System.getenv("NO_COLOR") == null;
    return new Console(
        writer(System.out),
        writer(System.err),
        terminal,
        Integer.getInteger("baton.columns", 100),
        colours);
  }

  /** One that nobody reads. */
  public static Console silent() {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    return new Console(nowhere, nowhere, false, 80, false);
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  /** A line of text; picocli's markup such as {@code @|bold text|@} becomes colour or nothing. */
  public synchronized void line(String markup) {
    clearLive();
    out.println(ansi.string(markup));
    redrawLive();
  }

  public void emptyLine() {
    line("");
  }

  public synchronized void json(Object value) {
    try {
      out.println(JSON.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot be written as JSON: " + value, e);
    }
  }

  /** A sentence on standard error. */
  public synchronized void error(String sentence) {
    clearLive();
    err.println(ansi.string("@|bold,red baton:|@ ") + sentence);
  }

  /** More about the sentence before. */
  public synchronized void errorDetail(String text) {
    err.println("  " + text);
  }

  /** Replaces the live line; on anything but a terminal there is none. */
  public synchronized void live(String text) {
    if (!terminal || stopping) {
      return;
    }
    live = text;
    redrawLive();
  }

  /** Takes the live line away. */
  public synchronized void endLive() {
    clearLive();
    live = "";
  }

  private void clearLive() {
    if (!live.isEmpty()) {
      out.print(CLEAR_LINE);
      out.flush();
    }
  }

  private void redrawLive() {
    if (!live.isEmpty()) {
      out.print(CLEAR_LINE + live);
      out.flush();
    }
  }

  /** From now on failures are consequences of stopping, and are not told. */
  public synchronized void stopping() {
    stopping = true;
    endLive();
  }

  public boolean isStopping() {
    return stopping;
  }

  public boolean isTerminal() {
    return terminal;
  }

  public int columns() {
    return columns;
  }

  public Ansi ansi() {
    return ansi;
  }

  public PrintWriter out() {
    return out;
  }

  public PrintWriter err() {
    return err;
  }
}
