package io.baton.api.lease;

import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.heartbeat;
import static io.baton.api.platform.TestApi.job;
import static io.baton.api.platform.TestApi.post;
import static io.baton.api.platform.TestApi.read;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.submit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.api.platform.PlatformTest;
import io.baton.api.platform.TestApi;
import io.baton.api.problem.ProblemException;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.work.Directive;
import io.baton.protocol.work.Grant;
import io.baton.protocol.work.Heartbeat;
import io.baton.protocol.work.HeartbeatAnswer;
import io.baton.protocol.work.Phase;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

@QuarkusTest
class HeartbeatTest extends PlatformTest {
  @Inject Heartbeats heartbeats;
  @Inject LeaseLapse lapse;
  @Inject DataSource database;

  @Test
  void of_heartbeats_that_come_at_once_each_gets_its_own_answer() {
    DatasetId dataset = readyDataset();
    Grant lost = grantNew(dataset, "node-lost");
    clock.advance(Duration.ofSeconds(61));
    Grant live = grantNew(dataset, "node-live");
    Grant canceled = grantNew(dataset, "node-canceled");
    post("/v1/jobs/" + canceled.job() + "/cancel", "{}");
    Grant draining = grantNew(dataset, "node-draining");
    tables.execute(
        "update node set draining_since = now(), drain_reason = 'The rack gets new power.'"
            + " where id = 'node-draining'");

    List<CompletableFuture<HeartbeatAnswer>> same =
        IntStream.rangeClosed(1, 5).mapToObj(step -> send(live, step, Optional.empty())).toList();
    var tooFar = send(live, TestApi.STEPS + 1, Optional.empty());
    var otherPool = send(live, 50, Optional.of(new PoolName("other")));
    var late = send(lost, 7, Optional.empty());
    var stop = send(canceled, 7, Optional.empty());
    var drain = send(draining, 7, Optional.empty());

    same.forEach(answer -> assertThat(answer.join().directive()).isEqualTo(Directive.CONTINUE));
    assertThatThrownBy(cause(tooFar)).isInstanceOf(InvalidFieldException.class);
    assertLeaseLost(otherPool);
    assertLeaseLost(late);
    assertThat(stop.join().directive()).isEqualTo(Directive.STOP);
    assertThat(stop.join().reason()).contains("Canceled by its owner.");
    assertThat(drain.join().directive()).isEqualTo(Directive.DRAIN);
    assertThat(drain.join().reason()).contains("The rack gets new power.");
    assertThat(read(TestApi.get("/v1/jobs/" + live.job()), 200, Job.class).progress().step())
        .isEqualTo(5);
  }

  @Test
  void a_job_that_is_locked_holds_up_no_heartbeat_but_its_own() throws Exception {
    DatasetId dataset = readyDataset();
    Grant locked = grantNew(dataset, "node-a");
    Grant other = grantNew(dataset, "node-b");
    CompletableFuture<HeartbeatAnswer> waiting;
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("select from job where id = '" + locked.job() + "' for update");
      waiting = send(locked, 3, Optional.empty());
      for (int step = 1; step <= 3; step++) {
        assertThat(send(other, step, Optional.empty()).join().directive())
            .isEqualTo(Directive.CONTINUE);
      }
      assertThat(waiting).isNotDone();
      connection.rollback();
      connection.setAutoCommit(true);
    }
    assertThat(waiting.join().directive()).isEqualTo(Directive.CONTINUE);
  }

  @Test
  void the_node_of_a_job_that_the_lapse_of_its_lease_ended_is_told_to_stop() {
    Job job = submit(TestApi.with(spec(readyDataset()), "{\"budgets\":{\"maxInterruptions\":1}}"));
    Grant grant = grantTo("node-a");
    clock.advance(Duration.ofSeconds(61));
    lapse.interruptAll();
    assertThat(job(job).status()).isEqualTo(JobStatus.FAILED);
    HeartbeatAnswer answer = read(heartbeat(grant, 3), 200, HeartbeatAnswer.class);
    assertThat(answer.directive()).isEqualTo(Directive.STOP);
    assertThat(answer.reason().orElseThrow()).contains("as often as its budget allows");
  }

  /** Or else each heartbeat would write to every index of the table. */
  @Test
  void no_index_holds_a_column_that_heartbeats_change() {
    assertThat(
            tables.rows(
                """
                select indexrelid::regclass from pg_index where indrelid = 'job'::regclass
                  and pg_get_indexdef(indexrelid)
                    ~ '\\m(lease_expires_at|step|phase|loss|steps_per_second|updated_at)\\M'
                union all
                select indexrelid::regclass from pg_index where indrelid = 'node'::regclass
                  and pg_get_indexdef(indexrelid) ~ '\\mlast_seen_at\\M'
                """))
        .isEmpty();
  }

  private static Grant grantNew(DatasetId dataset, String node) {
    submit(TestApi.with(spec(dataset), "{\"priority\":1}"));
    return grantTo(node);
  }

  private CompletableFuture<HeartbeatAnswer> send(Grant grant, int step, Optional<PoolName> pool) {
    Heartbeat heartbeat = new Heartbeat(Phase.TRAINING, step, Optional.of(0.5), Optional.of(1.0));
    return heartbeats
        .beat(new LeaseToken(grant.job(), grant.attempt(), pool), heartbeat)
        .subscribeAsCompletionStage();
  }

  private static void assertLeaseLost(CompletableFuture<HeartbeatAnswer> answer) {
    assertThatThrownBy(cause(answer))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().code()).isEqualTo(ErrorCode.LEASE_LOST));
  }

  private static ThrowingCallable cause(CompletableFuture<HeartbeatAnswer> answer) {
    return () -> {
      try {
        answer.join();
      } catch (CompletionException e) {
        throw e.getCause();
      }
    };
  }
}
