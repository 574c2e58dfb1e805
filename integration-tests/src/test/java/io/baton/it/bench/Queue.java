package io.baton.it.bench;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;

/** The queue's tables, filled behind the service's back: a million submissions would take long. */
final class Queue {
  private static final String DEADLOCK = "40P01";

  private final java.sql.Connection database;

  Queue(java.sql.Connection database) {
    this.database = database;
  }

  /** Every job is a copy of this one. */
  void keepTemplate(String job) throws SQLException {
    execute("create temp table template as select * from job where id = '" + job + "'");
  }

  /** Leaves nothing but this many pending jobs. */
  void fill(int jobs) throws SQLException {
    String columns =
        text(
            """
            select string_agg(quote_ident(column_name), ',') from information_schema.columns
            where table_schema = 'public' and table_name = 'job' and column_name <> 'id'
              and is_identity = 'NO' and is_generated = 'NEVER'
            """);
    empty();
    // Names without an order, as the service gives them.
    execute(
        ("insert into job (id, %1$s) select 'job-' || md5(i::text), %1$s"
                + " from template, generate_series(1, %2$d) i")
            .formatted(columns, jobs));
    execute("vacuum analyze job");
    execute("checkpoint");
  }

  /** Transactions that ended so far, this connection's own included. */
  long transactions() throws SQLException {
    execute("select pg_stat_force_next_flush()");
    return count(
        "select xact_commit + xact_rollback from pg_stat_database where datname = current_database()");
  }

  /** The service's background work may be in the way of that; then once more. */
  void empty() throws SQLException {
    while (true) {
      try {
        execute("truncate job cascade");
        return;
      } catch (SQLException e) {
        if (!DEADLOCK.equals(e.getSQLState())) {
          throw e;
        }
      }
    }
  }

  /** Until the events of what was done so far have left the outbox: the next begins with none. */
  void awaitEventsSent() throws SQLException, InterruptedException {
    while (count("select count(*) from event where relayed_at is null") > 0) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  long count(String query) throws SQLException {
    return Long.parseLong(text(query));
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = database.createStatement()) {
      statement.execute(sql);
    }
  }

  private String text(String query) throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }
}
