package io.baton.api.notify;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * PostgreSQL's {@code NOTIFY}, heard by every replica over one connection and on one thread. A
 * notification is a hint to look at a table, no message: while the connection was lost none was
 * heard, so after each reconnection every listener is called as if there had been one.
 */
@ApplicationScoped
public class DatabaseNotifications {
  static final String CONNECTION_NAME = "baton notifications";

  private static final Logger LOG = Logger.getLogger(DatabaseNotifications.class);

  /** Also how long a lost connection may go unnoticed. */
  private static final int QUIET_MILLIS = 10_000;

  private static final int RECONNECT_MILLIS = 1000;
  private static final int ANSWER_SECONDS = 5;

  private final DataSource database;
  private final EntityManager entities;
  private final Map<Channel, List<Runnable>> listeners = new EnumMap<>(Channel.class);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread = new Thread(this::listenUntilStopped, "database-notifications");
  private volatile Connection current;

  DatabaseNotifications(DataSource database, EntityManager entities) {
    this.database = database;
    this.entities = entities;
    for (Channel channel : Channel.values()) {
      listeners.put(channel, new CopyOnWriteArrayList<>());
    }
  }

  /**
   * Has something woken up after every notification, and after every reconnection.
   *
   * @param wake called on the thread that listens for all: it must return at once
   */
  public void listen(Channel channel, Runnable wake) {
    listeners.get(channel).add(wake);
  }

  /** Notifies every replica once the running transaction is committed. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void send(Channel channel) {
    entities
        .createNativeQuery("select cast(pg_notify(:channel, '') as text)")
        .setParameter("channel", channel.databaseName())
        .getResultList();
  }

  void start(@Observes StartupEvent start) {
    thread.setDaemon(true);
    thread.start();
  }

  void stop(@Observes ShutdownEvent stop) {
    stopped.countDown();
    Connection listening = current;
    if (listening != null) {
      try {
        // Closing would wait for the thread that reads from it.
        listening.unwrap(Connection.class).abort(Runnable::run);
      } catch (SQLException e) {
        LOG.debug("the listening connection is gone already", e);
      }
    }
  }

  private void listenUntilStopped() {
    try {
      do {
        listenOnOneConnection();
      } while (!stopped.await(RECONNECT_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void listenOnOneConnection() {
    try (Connection connection = database.getConnection()) {
      current = connection;
      try (Statement statement = connection.createStatement()) {
        // Operators tell it from the connections that work.
        statement.execute("set application_name = '" + CONNECTION_NAME + "'");
        for (Channel channel : Channel.values()) {
          statement.execute("listen " + channel.databaseName());
        }
      }
      for (Channel channel : Channel.values()) {
        wake(channel);
      }
      hear(connection, connection.unwrap(PGConnection.class));
    } catch (SQLException e) {
      if (stopped.getCount() > 0) {
        LOG.warnf("notifications of the database are not heard, connecting again: %s", e);
      }
    } finally {
      current = null;
    }
  }

  private void hear(Connection connection, PGConnection postgres) throws SQLException {
    while (stopped.getCount() > 0) {
      PGNotification[] heard = postgres.getNotifications(QUIET_MILLIS);
      if (heard == null || heard.length == 0) {
        if (!connection.isValid(ANSWER_SECONDS)) {
          throw new SQLException("the connection that listens is lost");
        }
        continue;
      }
      for (Channel channel : Channel.values()) {
        for (PGNotification one : heard) {
          if (one.getName().equals(channel.databaseName())) {
            wake(channel);
            break;
          }
        }
      }
    }
  }

  private void wake(Channel channel) {
    for (Runnable listener : listeners.get(channel)) {
      try {
        listener.run();
      } catch (RuntimeException e) {
        LOG.error("a listener for " + channel.databaseName() + " failed", e);
      }
    }
  }
}
