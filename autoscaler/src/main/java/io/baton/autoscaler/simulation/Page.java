package io.baton.autoscaler.simulation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page of documentation, parts of which a command writes. */
final class Page {
  private final Path file;

  Page(Path file) {
    this.file = file;
  }

  /** Puts the text between the marks of that part. */
  void write(String part, String text) throws IOException {
    String begin =
        "<!-- Written by autoscaler/bin/simulate ("
            + part
            + "): do not edit up to the end mark. -->\n";
    String end = "<!-- End of what autoscaler/bin/simulate (" + part + ") writes. -->";
    String page = Files.readString(file);
    int from = page.indexOf(begin);
    int to = page.indexOf(end);
    if (from < 0 || to < from) {
      throw new IOException(
          "%s has no place for the part '%s': it needs the two lines %n%s%s"
              .formatted(file, part, begin, end));
    }
    Files.writeString(file, page.substring(0, from + begin.length()) + text + page.substring(to));
  }
}
