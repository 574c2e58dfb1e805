package io.baton.sdxl.command;

import io.baton.sdxl.progress.JsonLines;
import io.baton.sdxl.progress.LogLines;
import io.baton.sdxl.progress.ProgressListener;
import io.baton.sdxl.progress.TerminalBar;
import java.io.PrintStream;
import java.util.List;

/** How {@code --progress} shows a run. */
enum ProgressStyle {
  /** JSON lines on standard output. */
  json {
    @Override
    List<ProgressListener> listeners(PrintStream out, PrintStream err) {
      return List.of(new JsonLines(out), LogLines.to(err));
    }
  },
  /** A bar on standard error. */
  bar {
    @Override
    List<ProgressListener> listeners(PrintStream out, PrintStream err) {
      // The bar first: it ends its line before the next one is logged.
      return List.of(new TerminalBar(err), LogLines.aboveBar(err));
    }
  },
  /** Only log lines. */
  none {
    @Override
    List<ProgressListener> listeners(PrintStream out, PrintStream err) {
      return List.of(LogLines.to(err));
    }
  };

  abstract List<ProgressListener> listeners(PrintStream out, PrintStream err);

  /** Tells all listeners, in order. */
  ProgressListener to(PrintStream out, PrintStream err) {
    List<ProgressListener> listeners = listeners(out, err);
    return event -> listeners.forEach(listener -> listener.on(event));
  }

  /** What the command line asks for, before it is known to be right. */
  static ProgressStyle of(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      for (ProgressStyle style : values()) {
        boolean joined = arguments.get(i).equals("--progress=" + style);
        boolean apart =
            arguments.get(i).equals("--progress")
                && i + 1 < arguments.size()
                && arguments.get(i + 1).equals(style.name());
        if (joined || apart) {
          return style;
        }
      }
    }
    return onThisTerminal();
  }

  /** A bar where a person may watch. */
  static ProgressStyle onThisTerminal() {
    return System.console() == null ? none : bar;
  }
}
