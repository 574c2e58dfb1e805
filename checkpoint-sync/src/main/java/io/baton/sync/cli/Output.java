package io.baton.sync.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.baton.sync.SyncException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Says what happens: a sentence for people, or with {@code --json} one JSON object a line. */
final class Output {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrintStream stream;

  /** Wipes the progress bar that a command may have left on the terminal's line. */
  private static final String WIPE = "\r\u001b[K";

  private final String beginning;
  private final String prefix;
  private final boolean json;

  private Output(PrintStream stream, String prefix, boolean json) {
    this.stream = stream;
    this.beginning = System.console() == null || prefix.isEmpty() ? "" : WIPE;
    this.prefix = prefix;
    this.json = json;
  }

  /** What was asked for, to standard output. */
  static Output results(boolean json) {
    return new Output(System.out, "", json);
  }

  /** What happens meanwhile, to standard error, where a wrapped command may write too. */
  static Output progress(boolean json) {
    return new Output(System.err, "checkpoint-sync: ", json);
  }

  /** Fields in the order of the pairs; values are strings, numbers, booleans, lists and maps. */
  static Map<String, Object> fields(Object... pairs) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int index = 0; index < pairs.length; index += 2) {
      fields.put((String) pairs[index], pairs[index + 1]);
    }
    return fields;
  }

  synchronized void say(String sentence, Map<String, Object> fields) {
    stream.println(json ? write(fields) : beginning + prefix + sentence);
    stream.flush();
  }

  void error(SyncException failure) {
    say(failure.getMessage(), errorFields(failure));
  }

  static Map<String, Object> errorFields(SyncException failure) {
    return fields(
        "event",
        "error",
        "code",
        failure.error().code(),
        "fault",
        failure.error().fault().name().toLowerCase(Locale.ROOT),
        "retryable",
        failure.retryable(),
        "message",
        failure.getMessage());
  }

  private static String write(Map<String, Object> fields) {
    try {
      return JSON.writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Strings and numbers are always JSON", e);
    }
  }
}
