package io.baton.cli.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Columns of text, each as wide as its longest cell. */
public final class Table {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();
  private final int columns;

  public Table(String... headings) {
    columns = headings.length;
    rows.add(List.of(headings));
  }

  public void row(Object... cells) {
    if (cells.length != columns) {
      throw new IllegalArgumentException(cells.length + " cells for " + columns + " columns");
    }
    rows.add(Arrays.stream(cells).map(String::valueOf).toList());
  }

  public boolean isEmpty() {
    return rows.size() == 1;
  }

  /** Headings and rows, without markup. */
  public List<String> lines() {
    int[] widths =
        IntStream.range(0, columns)
            .map(c -> rows.stream().mapToInt(row -> row.get(c).length()).max().orElse(0))
            .toArray();
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int c = 0; c < columns; c++) {
      String cell = row.get(c);
      line.append(cell).append(" ".repeat(widths[c] - cell.length())).append(GAP);
    }
    return line.toString().stripTrailing();
  }

  /** Writes it with bold headings, each line indented. */
  public void print(Console console, String indent) {
    List<String> lines = lines();
    console.line(indent + "@|bold " + lines.get(0) + "|@");
    lines.stream().skip(1).forEach(line -> console.line(indent + line));
  }
}
