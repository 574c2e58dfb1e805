package io.baton.cli.terminal;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.baton.protocol.client.Json;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/**
 * Where commands write. It knows whether a person looks at a terminal, and keeps the live lines at
 * the bottom below everything else. Control characters of whatever is shown, which could do
 * anything to a terminal, are left out.
 */
public final class Console {
  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean terminal;
  private final int columns;
  private final Ansi ansi;

  private List<String> live = List.of();
  private int drawn;
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
    // https://no-color.org: when present and not empty.
    String refusal = System.getenv("NO_COLOR");
    boolean colours = terminal && (refusal == null || refusal.isEmpty());
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

  /** The same, where only errors are shown. */
  public Console errorsOnly() {
    return new Console(new PrintWriter(Writer.nullWriter()), err, false, columns, false);
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  /** A line of text; picocli's markup such as {@code @|bold text|@} becomes colour or nothing. */
  public synchronized void line(String markup) {
    clearLive();
    out.println(styled(markup));
    redrawLive();
  }

  /** A line as it is, without markup. */
  public synchronized void plain(String text) {
    clearLive();
    out.println(Text.printable(text));
    redrawLive();
  }

  public void emptyLine() {
    line("");
  }

  public synchronized void json(Object value) {
    try {
      out.println(Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot be written as JSON: " + value, e);
    }
  }

  /** One of many JSON documents, on a line of its own. */
  public synchronized void jsonLine(Object value) {
    try {
      out.println(Json.mapper().writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot be written as JSON: " + value, e);
    }
  }

  /** A sentence on standard error. */
  public synchronized void error(String sentence) {
    clearLive();
    err.println(ansi.string("@|bold,red baton:|@ ") + Text.printable(sentence));
    redrawLive();
  }

  /** More about the sentence before. */
  public synchronized void errorDetail(String text) {
    clearLive();
    err.println("  " + Text.printable(text));
    redrawLive();
  }

  /** Replaces the live lines; on anything but a terminal there are none. */
  public synchronized void live(List<String> markup) {
    if (!terminal || stopping) {
      return;
    }
    clearLive();
    live = List.copyOf(markup);
    redrawLive();
  }

  public void live(String markup) {
    live(List.of(markup));
  }

  /** Takes the live lines away. */
  public synchronized void endLive() {
    clearLive();
    live = List.of();
  }

  private void clearLive() {
    if (drawn > 0) {
      out.print("\r" + (drawn > 1 ? "\033[" + (drawn - 1) + "A" : "") + "\033[J");
      out.flush();
      drawn = 0;
    }
  }

  private void redrawLive() {
    if (!live.isEmpty()) {
      // A line that wrapped could not be taken away again.
      out.print(
          String.join("\n", live.stream().map(l -> Text.cut(styled(l), columns - 1)).toList()));
      out.flush();
      drawn = live.size();
    }
  }

  private String styled(String markup) {
    return ansi.string(Text.printable(markup));
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
