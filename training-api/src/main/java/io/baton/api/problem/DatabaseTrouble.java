package io.baton.api.problem;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/** Tells a database that is down from a statement that is wrong. */
final class DatabaseTrouble {
  private DatabaseTrouble() {}

  static boolean isUnavailable(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && isUnavailable(sql)) {
        return true;
      }
    }
    return false;
  }

  // Class 08: connection; 57P: the server shuts down or starts; 53: out of connections or space.
  private static boolean isUnavailable(SQLException e) {
    String state = e.getSQLState();
    return e instanceof SQLTransientConnectionException
        || (state == null && String.valueOf(e.getMessage()).contains("cquisition timeout"))
        || (state != null
            && (state.startsWith("08") || state.startsWith("57P") || state.startsWith("53")));
  }
}
