package io.baton.api.platform;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;

/** Moves the database's clock, which is the service's. */
@ApplicationScoped
public class TestClock {
  private static final String INSTALL =
      """
      create table if not exists test_clock (shift interval not null);
      truncate test_clock;
      insert into test_clock values ('0');
      create or replace function baton_now() returns timestamptz language sql stable parallel safe
        as 'select statement_timestamp() + shift from test_clock';
      """;

  private final DataSource database;

  TestClock(DataSource database) {
    this.database = database;
  }

  /** Takes control of the clock, which then shows the real time. */
  public void reset() {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(INSTALL);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Forward, or with a negative duration backward. */
  public void advance(Duration by) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "update test_clock set shift = shift + ? * interval '1 millisecond'")) {
      statement.setLong(1, by.toMillis());
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
