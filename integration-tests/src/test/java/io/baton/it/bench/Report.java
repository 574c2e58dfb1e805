package io.baton.it.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The table of figures, and the page that it stands on. */
final class Report {
  private final String command;
  private final String measuredOn;
  private final boolean judging;
  private final List<Row> rows = new ArrayList<>();

  /**
   * A figure.
   *
   * @param bar what it must be; empty: it is only told
   * @param met whether it is
   */
  private record Row(String what, String figure, String bar, boolean met) {
    String markdown() {
      String verdict = bar.isEmpty() ? "" : met ? "met" : "**missed**";
      return "| " + what + " | " + figure + " | " + bar + " | " + verdict + " |";
    }
  }

  /**
   * Makes an empty one.
   *
   * @param command that writes it, as the page's marks name it
   * @param judging whether bars are looked at
   */
  Report(String command, String measuredOn, boolean judging) {
    this.command = command;
    this.measuredOn = measuredOn;
    this.judging = judging;
  }

  void tell(String what, String format, Object... arguments) {
    add(new Row(what, String.format(Locale.ROOT, format, arguments), "", true));
  }

  void require(String what, String bar, boolean met, String format, Object... arguments) {
    String figure = String.format(Locale.ROOT, format, arguments);
    add(judging ? new Row(what, figure, bar, met) : new Row(what, figure, "", true));
  }

  private void add(Row row) {
    rows.add(row);
    System.err.println(row.markdown());
  }

  boolean allMet() {
    return rows.stream().allMatch(Row::met);
  }

  String markdown() {
    return rows.stream()
        .map(Row::markdown)
        .collect(
            Collectors.joining(
                "\n",
                measuredOn + "\n\n| case | figure | bar | |\n| --- | ---: | ---: | --- |\n",
                "\n"));
  }

  /** Puts the table between the marks of a page. */
  void writeTo(Path page) throws IOException {
    String begin = "<!-- Written by %s: do not edit up to the end mark. -->\n".formatted(command);
    String end = "<!-- End of what %s writes. -->\n".formatted(command);
    String text = Files.readString(page);
    int from = text.indexOf(begin);
    int to = text.indexOf(end);
    if (from < 0 || to < from) {
      throw new IOException(
          "%s does not have the two marks of %s between which the table stands"
              .formatted(page, command));
    }
    Files.writeString(
        page, text.substring(0, from + begin.length()) + markdown() + text.substring(to));
  }
}
