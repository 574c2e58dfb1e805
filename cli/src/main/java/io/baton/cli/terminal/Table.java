package io.baton.cli.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Columns of text, each as wide as its longest cell. On a terminal that is too narrow, those that
 * may be shortened are, the widest first.
 */
public final class Table {
  private static final String GAP = "  ";
  private static final int SHORTEST = 6;

  private final List<List<String>> rows = new ArrayList<>();
  private final int columns;
  private final boolean[] shrinks;

  public Table(String... headings) {
    columns = headings.length;
    shrinks = new boolean[columns];
    rows.add(List.of(headings));
  }

  /** Names columns, by heading, that may be shortened. */
  public Table shrinking(String... headings) {
    for (String heading : headings) {
      int column = rows.get(0).indexOf(heading);
      if (column < 0) {
        throw new IllegalArgumentException("no column " + heading);
      }
      shrinks[column] = true;
    }
    return this;
  }

  public void row(Object... cells) {
    if (cells.length != columns) {
      throw new IllegalArgumentException(cells.length + " cells for " + columns + " columns");
    }
    rows.add(
        Arrays.stream(cells)
            .map(cell -> Text.printable(String.valueOf(cell)).replace('\n', ' '))
            .toList());
  }

  public boolean isEmpty() {
    return rows.size() == 1;
  }

  /** Headings and rows in full, without markup. */
  public List<String> lines() {
    return lines(Integer.MAX_VALUE);
  }

  /** Headings and rows, no line longer than that if it can be. */
  public List<String> lines(int width) {
    int[] widths =
        IntStream.range(0, columns)
            .map(c -> rows.stream().mapToInt(row -> row.get(c).length()).max().orElse(0))
            .toArray();
    shrink(widths, width);
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private void shrink(int[] widths, int width) {
    long excess = Arrays.stream(widths).sum() + (long) GAP.length() * (columns - 1) - width;
    for (; excess > 0; excess--) {
      int widest = -1;
      for (int c = 0; c < columns; c++) {
        if (shrinks[c] && widths[c] > SHORTEST && (widest < 0 || widths[c] > widths[widest])) {
          widest = c;
        }
      }
      if (widest < 0) {
        return;
      }
      widths[widest]--;
    }
  }

  private String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int c = 0; c < columns; c++) {
      String cell = Text.shortened(row.get(c), widths[c]);
      line.append(cell).append(" ".repeat(widths[c] - cell.length())).append(GAP);
    }
    return line.toString().stripTrailing();
  }

  /** Writes it with bold headings, each line indented. */
  public void print(Console console, String indent) {
    List<String> lines =
        console.isTerminal() ? lines(console.columns() - indent.length()) : lines();
    console.line(indent + "@|bold " + lines.get(0) + "|@");
    lines.stream().skip(1).forEach(line -> console.plain(indent + line));
  }
}
