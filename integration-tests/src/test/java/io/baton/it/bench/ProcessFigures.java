package io.baton.it.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the kernel knows of a process. */
record ProcessFigures(long pid) {
  private static final double TICKS_A_SECOND = 100;

  /** Resident memory in MiB. */
  long residentMebibytes() {
    return status("VmRSS:");
  }

  /** The most resident memory ever, in MiB. */
  long peakMebibytes() {
    return status("VmHWM:");
  }

  private long status(String field) {
    return read("status")
        .lines()
        .filter(line -> line.startsWith(field))
        .findFirst()
        .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .orElseThrow();
  }

  /** CPU time of it and of its children, those that ended included, in seconds. */
  double cpuSecondsOfAll() {
    double children =
        ProcessHandle.of(pid).orElseThrow().children().mapToDouble(child -> own(child.pid())).sum();
    return children + ticks(read("stat"), 13, 17) / TICKS_A_SECOND;
  }

  private static double own(long pid) {
    try {
      return ticks(new ProcessFigures(pid).read("stat"), 13, 15) / TICKS_A_SECOND;
    } catch (UncheckedIOException ended) {
      return 0;
    }
  }

  /** Fields are counted from 0, as in proc(5) from 1; the name of the program may hold spaces. */
  private static long ticks(String stat, int from, int to) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long sum = 0;
    for (int field = from; field < to; field++) {
      sum += Long.parseLong(fields[field - 2]);
    }
    return sum;
  }

  private String read(String file) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
