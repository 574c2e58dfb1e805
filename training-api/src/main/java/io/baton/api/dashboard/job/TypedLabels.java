package io.baton.api.dashboard.job;

import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.label.Labels;
import java.util.Map;
import java.util.TreeMap;

/** Labels as people type them: {@code key=value}, one a line. */
final class TypedLabels {
  private TypedLabels() {}

  static Labels of(String typed) {
    Map<String, String> labels = new TreeMap<>();
    for (String line : (typed == null ? "" : typed).lines().map(String::strip).toList()) {
      if (line.isEmpty()) {
        continue;
      }
      int equals = line.indexOf('=');
      if (equals < 1 || equals == line.length() - 1) {
        throw new InvalidFieldException(
            "labels", "must be key=value, one a line, not '" + line + "'");
      }
      String key = line.substring(0, equals).strip();
      if (labels.put(key, line.substring(equals + 1).strip()) != null) {
        throw new InvalidFieldException("labels", "must not have '" + key + "' twice");
      }
    }
    return new Labels(labels);
  }
}
