package io.baton.api.migration;

import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.platform.PlatformTest;
import io.baton.protocol.client.Json;
import io.baton.protocol.dataset.Dataset;
import io.baton.protocol.dataset.DatasetPage;
import io.baton.protocol.dataset.DatasetStatus;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobPage;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.pool.PoolPolicy;
import io.baton.protocol.pool.PoolPolicyBuilder;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Databases of earlier versions become those of this one. They lie in a schema of their own beside
 * the service's, which was made from nothing when the service started.
 */
@QuarkusTest
class MigrationTest extends PlatformTest {
  private static final String OLD = "earlier";
  private static final String NEVER_MOVED = "";

  /** What went elsewhere: {@code everything_that_moved_is_where_it_went} looks for it there. */
  private static final Map<String, String> MOVED =
      Map.of(
          "job", " - 'webhook_secret'",
          "webhook_delivery", " - 'url' - 'delivered_at'");

  @Inject DataSource database;

  @AfterEach
  void dropOld() {
    tables.execute("drop schema if exists " + OLD + " cascade");
  }

  @Test
  void a_full_database_of_the_first_version_loses_nothing_and_the_service_goes_on_with_it() {
    flyway("1").migrate();
    inOld(resource("migration/v1-data.sql"));
    Map<String, List<String>> before =
        tablesOfOld().stream()
            .collect(Collectors.toMap(table -> table, MigrationTest.this::rowsOfOld));
    assertThat(before).hasSize(10);
    assertThat(before).allSatisfy((table, rows) -> assertThat(rows).as(table).isNotEmpty());

    flyway("latest").migrate();

    before.forEach(this::requireKept);
    requireMoved();
    assertThat(flyway("latest").migrate().migrationsExecuted).isZero();
    flyway("latest").validate();
    becomeTheServices();
    requireServed();
  }

  @Test
  void every_version_leads_to_the_same_schema_as_an_empty_database() {
    flyway("1").migrate();
    inOld(resource("migration/v1-data.sql"));
    for (var migration : flyway("latest").info().pending()) {
      flyway(migration.getVersion().toString()).migrate();
    }
    assertThat(columns(OLD)).isEqualTo(columns("public"));
  }

  @Test
  void policies_of_the_version_before_say_the_same() throws IOException {
    flyway("12").migrate();
    inOld(
        """
        insert into pool_policy (pool, node_price_per_hour, updated_at, min_nodes, max_nodes, jobs_per_node,
          idle_seconds, drain_seconds, target_wait_seconds)
        values ('gpu', 0.29, '2026-01-01 12:00Z', 1, 20, 2, 600, 60, 10),
          ('cpu', null, '2026-01-01 12:00Z', 0, 10, 1, 300, 120, 300)""");

    flyway("latest").migrate();

    List<String> stored =
        tables.rows("select policy from " + OLD + ".pool_policy where version = 1 order by pool");
    assertThat(Json.mapper().readValue(stored.get(0), PoolPolicy.class))
        .isEqualTo(new PoolPolicyBuilder().idleSeconds(300, 300).build());
    assertThat(Json.mapper().readValue(stored.get(1), PoolPolicy.class))
        .isEqualTo(
            new PoolPolicyBuilder()
                .replicas(1, 20)
                .jobsPerNode(2)
                .idleSeconds(600, 300)
                .drainSeconds(60)
                .nodePricePerHour(Optional.of(0.29))
                .build());
  }

  private Flyway flyway(String target) {
    return Flyway.configure()
        .dataSource(database)
        .schemas(OLD)
        .defaultSchema(OLD)
        .locations("db/migration")
        .target(MigrationVersion.fromVersion(target))
        .load();
  }

  private List<String> tablesOfOld() {
    return tables.rows(
        "select table_name from information_schema.tables where table_schema = '"
            + OLD
            + "' and table_name not like 'flyway%' order by 1");
  }

  private List<String> rowsOfOld(String table) {
    String row = "(to_jsonb(t)" + MOVED.getOrDefault(table, NEVER_MOVED) + ")::text";
    return tables.rows("select " + row + " from " + OLD + "." + table + " t");
  }

  /** Every column that a row had still says the same; others may have come. */
  private void requireKept(String table, List<String> rows) {
    for (String row : rows) {
      String same =
          "select count(*) from %s.%s t where to_jsonb(t) @> $row$%s$row$::jsonb"
              .formatted(OLD, table, row);
      assertThat(tables.count(same)).as("%s: %s", table, row).isEqualTo(1);
    }
    assertThat(tables.count("select count(*) from " + OLD + "." + table)).isEqualTo(rows.size());
  }

  private void requireMoved() {
    assertThat(
            tables.rows(
                "select url || ' ' || secret from %s.webhook where job_id = 'job-completed'"
                    .formatted(OLD)))
        .containsExactly(
            "https://Example.org:8443/hook?x=1 whsec_QUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJD");
    assertThat(
            tables.rows(
                "select event_sequence || ' ' || coalesce(ended_at at time zone 'UTC', 'epoch')::text from %s.webhook_delivery"
                        .formatted(OLD)
                    + " order by event_sequence"))
        .containsExactly(
            "1000002 2026-01-01 12:02:00",
            "1000003 2026-01-01 12:30:00",
            "1000004 1970-01-01 00:00:00");
    assertThat(
            tables.rows(
                "select owner || ' ' || files || ' ' || images || ' ' || bytes from %s.dataset"
                        .formatted(OLD)
                    + " order by id"))
        .containsExactly("operator 1 1 500", "operator 3 2 3020");
  }

  /** What a service would see that was started on the old database. */
  private void becomeTheServices() {
    StringBuilder copy = new StringBuilder("set local session_replication_role = replica;\n");
    for (String table : tablesOfOld()) {
      if (!table.equals("event_feed")) {
        String columns =
            String.join(
                ", ",
                tables.rows(
                    "select quote_ident(column_name) from information_schema.columns"
                        + " where is_generated = 'NEVER' and table_schema = '"
                        + OLD
                        + "' and table_name = '"
                        + table
                        + "'"));
        copy.append(
            "insert into public.%1$s (%2$s) overriding system value select %2$s from %3$s.%1$s on conflict do nothing;%n"
                .formatted(table, columns, OLD));
      }
    }
    copy.append("update public.event_feed set position = 1000005;\n");
    tables.execute("begin;\n" + copy + "commit;");
  }

  private void requireServed() {
    JobPage jobs = read(get("/v1/jobs"), 200, JobPage.class);
    assertThat(jobs.jobs()).extracting(Job::status).containsExactlyInAnyOrder(JobStatus.values());
    for (Job job : jobs.jobs()) {
      assertThat(job.owner().value()).isEqualTo("operator");
      assertThat(job.spec().training().orElseThrow().instancePrompt())
          .isEqualTo("a photo of sks cat");
      for (String part :
          List.of("", "/attempts", "/events", "/checkpoints", "/webhook-deliveries")) {
        assertThat(get("/v1/jobs/" + job.id() + part).statusCode()).as(part).isEqualTo(200);
      }
    }
    assertThat(get("/v1/jobs/job-completed/artifact").statusCode()).isEqualTo(200);
    assertThat(get("/v1/nodes").statusCode()).isEqualTo(200);
    assertThat(read(get("/v1/datasets"), 200, DatasetPage.class).datasets()).hasSize(2);
    Dataset ready = read(get("/v1/datasets/data-ready"), 200, Dataset.class);
    assertThat(ready.status()).isEqualTo(DatasetStatus.READY);
    assertThat(ready.files()).hasSize(3);
    // The lease of the running one has lapsed long ago, and it was lost first.
    List<String> claimed = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      claimed.add(grantTo("node-new").job().value());
    }
    assertThat(claimed).containsExactlyInAnyOrder("job-running", "job-interrupted", "job-pending");
    assertThat(claimed.get(2)).isEqualTo("job-pending");
  }

  private List<String> columns(String schema) {
    return tables.rows(
        """
        select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' '
          || coalesce(replace(column_default, '%1$s.', ''), '')
        from information_schema.columns
        where table_schema = '%1$s' and table_name not in ('flyway_schema_history', 'test_clock')
        order by 1
        """
            .formatted(schema));
  }

  private void inOld(String sql) {
    tables.execute("set search_path to " + OLD + ";\n" + sql + "\n;reset search_path;");
  }

  private static String resource(String name) {
    try (InputStream in =
        Thread.currentThread().getContextClassLoader().getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
