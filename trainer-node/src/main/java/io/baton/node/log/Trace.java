package io.baton.node.log;

import java.io.PrintWriter;
import java.io.StringWriter;

/** A stack trace as text. */
final class Trace {
  private Trace() {}

  static String of(Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace, true));
    return trace.toString();
  }
}
