package io.baton.it.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.work.Grant;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the service promised before a SIGKILL it keeps afterwards. Where exactly it is killed is
 * decided by locks that these tests hold in its database.
 */
class KilledServiceIT {
  private static final String OWNERS = "owner";
  private static final String JOBS = "job";
  private static final long RELAY_LOCK = 0x6261746f6e01L;

  @TempDir static Path directory;
  private static Foundation foundation;

  private final List<Replica> replicas = new ArrayList<>();
  private Receiver receiver;

  @BeforeAll
  static void build() throws IOException {
    foundation = Foundation.start(directory);
  }

  @AfterAll
  static void tearDown() throws IOException {
    foundation.close();
  }

  @BeforeEach
  void listen() throws IOException {
    receiver = Receiver.start();
  }

  @AfterEach
  void stop() {
    replicas.forEach(Replica::close);
    receiver.close();
  }

  @Test
  void webhooks_that_a_killed_service_owed_come_in_order_when_it_is_back() throws Exception {
    foundation.createDatabase("owed");
    Replica first = replica("owed", "first", Map.of()).awaitReady();
    Actors actors = new Actors(first.endpoint());
    actors.subscribe(receiver.url(OWNERS));
    JobId job;
    try (Connection database = foundation.connect("owed")) {
      // Who relays holds this lock: events are committed and stay in the outbox.
      query(database, "select 1 from (select pg_advisory_lock(" + RELAY_LOCK + ")) as held");
      job = actors.submit(actors.dataset(), receiver.url(JOBS));
      Grant grant = actors.claim("node-a").orElseThrow();
      actors.commit(grant, 10);
      actors.complete(grant);

      first.kill();

      assertThat(query(database, "select count(*) from event where relayed_at is null"))
          .isEqualTo("4");
      assertThat(query(database, "select count(*) from webhook_delivery")).isEqualTo("0");
    }
    assertThat(receiver.arrivals()).isEmpty();

    replica("owed", "second", Map.of());

    for (String path : List.of(OWNERS, JOBS)) {
      receiver.awaitLast(path, job.value(), "job.completed");
      assertThat(receiver.firstArrivals(path, job.value()))
          .containsExactly("job.started", "job.checkpoint", "job.completed");
    }
  }

  @Test
  void a_replica_takes_over_what_a_killed_one_held() throws Exception {
    foundation.createDatabase("replicas");
    Replica victim = replica("replicas", "victim", Map.of()).awaitReady();
    Actors before = new Actors(victim.endpoint());
    before.subscribe(receiver.url(OWNERS));
    DatasetId dataset = before.dataset();
    receiver.hold();
    List<JobId> jobs = new ArrayList<>();
    Grant grant = null;
    for (int i = 0; i < 4; i++) {
      jobs.add(before.submit(dataset, receiver.url(JOBS)));
      grant = before.claim("node-" + i).orElseThrow();
    }
    // Eight deliveries are being sent; nobody answers.
    await().until(() -> receiver.arrivals().size() == 8);
    List<Receiver.Arrival> inFlight = List.copyOf(receiver.arrivals());

    Replica other;
    try (Connection planning = foundation.connect("replicas");
        Connection lapsing = foundation.connect("replicas")) {
      // The relay gets stuck in the planning of this event,
      planning.setAutoCommit(false);
      query(planning, "select count(*) from (select 1 from webhook for update) as locked");
      before.commit(grant, 10);
      awaitRow(
          lapsing,
          "select 1 from pg_locks lock join pg_stat_activity using (pid) where"
              + " lock.locktype = 'advisory' and lock.objid = "
              + (RELAY_LOCK & 0xffffffffL)
              + " and lock.granted and application_name = 'victim'");
      // and the lapse of the leases that nobody renews in the writing of its events.
      lapsing.setAutoCommit(false);
      execute(lapsing, "lock table event in exclusive mode");
      awaitRow(
          planning,
          "select 1 from scheduled_task where name = 'lease-lapse' and holder is not null and exists"
              + " (select from pg_locks lock where lock.relation = 'event'::regclass and not"
              + " lock.granted)");
      other = replica("replicas", "other", Map.of()).awaitReady();

      victim.kill();

      planning.rollback();
      lapsing.rollback();
    }
    receiver.letGo();

    Actors after = new Actors(other.endpoint());
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              Optional<Grant> work = after.claim("node-z");
              if (work.isPresent()) {
                after.complete(work.get());
              }
              return jobs.stream().allMatch(job -> after.job(job).status() == JobStatus.COMPLETED);
            });
    for (JobId job : jobs) {
      for (String path : List.of(OWNERS, JOBS)) {
        receiver.awaitLast(path, job.value(), "job.completed");
        assertThat(receiver.firstArrivals(path, job.value()))
            .isEqualTo(after.sentTypes(job))
            .startsWith("job.started")
            .containsSubsequence("job.interrupted", "job.started", "job.completed");
      }
    }
    assertThat(receiver.arrivals().subList(8, receiver.arrivals().size()))
        .as("sent again by the other")
        .containsAll(inFlight);
  }

  private Replica replica(String database, String name, Map<String, String> more)
      throws IOException {
    Map<String, String> environment = new HashMap<>(foundation.environment(database));
    environment.put("BATON_LEASE_DURATION", "3s");
    environment.put("BATON_TASKS_HOLD", "5s");
    environment.put("BATON_WEBHOOKS_TIMEOUT", "3s");
    environment.putAll(more);
    Replica replica = Replica.start(name, environment);
    replicas.add(replica);
    return replica;
  }

  private static void awaitRow(Connection database, String query) {
    await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> query(database, query) != null);
  }

  private static void execute(Connection database, String sql) throws SQLException {
    try (Statement statement = database.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The first column of the first row as text, null without a row. */
  private static String query(Connection database, String sql) throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : null;
    }
  }
}
