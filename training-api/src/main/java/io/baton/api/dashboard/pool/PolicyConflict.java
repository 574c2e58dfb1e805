package io.baton.api.dashboard.pool;

import io.baton.protocol.pool.StoredPoolPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Somebody else saved while the form was open.
 *
 * @param stored theirs
 * @param lines what differs
 */
public record PolicyConflict(StoredPoolPolicy stored, List<Line> lines) {
  /**
   * A field that one of both changed, or both did.
   *
   * @param before what both began with
   * @param theirs what is saved
   * @param typed what the form had
   * @param now what it has from here on
   */
  public record Line(
      String path, String before, String theirs, String typed, String now, boolean both) {}

  static PolicyConflict of(
      StoredPoolPolicy stored, PolicyForm base, PolicyForm theirs, PolicyForm typed) {
    PolicyForm merged = typed.onto(base, theirs);
    TreeSet<String> paths = new TreeSet<>(base.values().keySet());
    paths.addAll(theirs.values().keySet());
    paths.addAll(typed.values().keySet());
    List<Line> lines = new ArrayList<>();
    for (String path : paths) {
      boolean other = !theirs.value(path).equals(base.value(path));
      boolean own = !typed.value(path).equals(base.value(path));
      if (other || own) {
        lines.add(
            new Line(
                path,
                shown(base.value(path)),
                shown(theirs.value(path)),
                shown(typed.value(path)),
                shown(merged.value(path)),
                other && own && !theirs.value(path).equals(typed.value(path))));
      }
    }
    return new PolicyConflict(stored, lines);
  }

  private static String shown(String value) {
    return value.isEmpty() ? "–" : value;
  }

  public boolean anyBoth() {
    return lines.stream().anyMatch(Line::both);
  }
}
