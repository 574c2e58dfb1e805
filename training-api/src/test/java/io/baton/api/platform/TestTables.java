package io.baton.api.platform;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Looks at the database behind the service's back, for what REST does not show. */
@ApplicationScoped
public class TestTables {
  private static final String DEADLOCK = "40P01";

  private final DataSource database;

  TestTables(DataSource database) {
    this.database = database;
  }

  /** The service's background work may be in the way of that; then once more. */
  public void empty() {
    while (!emptied()) {}
  }

  private boolean emptied() {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "truncate job, node, dataset, pool_policy, pool_scaler, scaling_decision, pool_sample,"
              + " idempotency cascade");
      return true;
    } catch (SQLException e) {
      if (DEADLOCK.equals(e.getSQLState())) {
        return false;
      }
      throw new IllegalStateException(e);
    }
  }

  public void execute(String sql) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  public long count(String query) {
    return Long.parseLong(rows(query).get(0));
  }

  /** The first column as text. */
  public List<String> rows(String query) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(result.getString(1));
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(query, e);
    }
  }

  /** Everything that is known of a job, to see whether something changed. */
  public List<String> everythingOf(String job) {
    List<String> all = new ArrayList<>(rows("select j::text from job j where id = '" + job + "'"));
    List<String> tables =
        List.of(
            "attempt",
            "checkpoint",
            "artifact_file",
            "event",
            "job_ban",
            "metric_series",
            "log_part",
            "multipart_upload");
    for (String table : tables) {
      String row = "(to_jsonb(t) - 'relayed_at' - 'position')::text";
      all.addAll(
          rows("select " + row + " from " + table + " t where job_id = '" + job + "' order by 1"));
    }
    return all;
  }
}
