package io.baton.api.pool.demand;

import static io.baton.api.platform.TestApi.claim;
import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.heartbeat;
import static io.baton.api.platform.TestApi.post;
import static io.baton.api.platform.TestApi.put;
import static io.baton.api.platform.TestApi.read;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.release;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.submit;
import static io.baton.api.platform.TestApi.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.platform.PlatformTest;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.job.JobId;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.DrainedBy;
import io.baton.protocol.pool.NodeCounts;
import io.baton.protocol.pool.PoolDrainRequest;
import io.baton.protocol.pool.PoolNode;
import io.baton.protocol.pool.PoolSnapshot;
import io.baton.protocol.work.Grant;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SnapshotTest extends PlatformTest {
  @Test
  void snapshot_tells_what_one_decision_needs() {
    DatasetId dataset = readyDataset();
    put("/v1/pools/local/policy", "{\"maxReplicas\":7}").then().statusCode(200);
    claimNothing("idle", "drained", "quarantined");
    submit(spec(dataset));
    submit(spec(dataset));
    Grant held = grantTo("busy");
    heartbeat(held, 5).then().statusCode(200);
    post("/v1/nodes/quarantined/quarantine", "{\"reason\":\"Loud.\",\"seconds\":600}")
        .then()
        .statusCode(200);

    PoolSnapshot snapshot = snapshot();

    assertThat(snapshot.policy().policy().maxReplicas()).isEqualTo(7);
    assertThat(snapshot.policy().version()).isEqualTo(1);
    assertThat(snapshot.demand().claimable()).isEqualTo(1);
    assertThat(snapshot.demand().running()).isEqualTo(1);
    assertThat(snapshot.demand().nodes()).isEqualTo(new NodeCounts(1, 1, 1, 1, 0));
    assertThat(snapshot.nodes())
        .extracting(node -> node.id().value())
        .containsExactly("busy", "drained", "idle", "quarantined");
    assertThat(node(snapshot, "busy").job()).hasValue(held.job());
    assertThat(node(snapshot, "busy").idleSince()).isEmpty();
    assertThat(node(snapshot, "drained").draining()).hasValue(DrainedBy.AUTOSCALER);
    assertThat(node(snapshot, "drained").drainingSince()).isPresent();
    assertThat(node(snapshot, "idle").idleSince()).hasValue(node(snapshot, "idle").firstSeenAt());
    assertThat(node(snapshot, "quarantined").quarantinedUntil()).isPresent();
    assertThat(snapshot.nodes()).allMatch(PoolNode::online);
  }

  @Test
  void node_that_may_take_none_of_the_jobs_that_wait_is_no_capacity() {
    DatasetId dataset = readyDataset();
    claim("banned");
    claim("free");
    JobId job = submit(spec(dataset)).id();
    put("/v1/nodes/banned/bans/" + job, "{\"reason\":\"No.\"}").then().statusCode(200);

    assertThat(node(snapshot(), "banned").useful()).isFalse();
    assertThat(node(snapshot(), "free").useful()).isTrue();
    assertThat(snapshot().demand().claimable()).isEqualTo(1);
    submit(spec(dataset));
    assertThat(node(snapshot(), "banned").useful()).isTrue();
  }

  @Test
  void every_node_is_of_use_while_no_job_waits() {
    claim("idle");
    assertThat(node(snapshot(), "idle").useful()).isTrue();
  }

  @Test
  void promise_says_which_jobs_count_and_which_nodes_fit() {
    DatasetId dataset = readyDataset();
    submit(with(spec(dataset), "{\"requirements\":{\"gpus\":[\"NVIDIA H100\"]}}"));
    submit(with(spec(dataset), "{\"requirements\":{\"gpus\":[\"NVIDIA A100\"]}}"));
    claim("plain");
    assertThat(snapshot().demand().claimable()).isZero();

    put("/v1/pools/local/policy", "{\"nodes\":{\"gpus\":[\"NVIDIA H100\"]}}")
        .then()
        .statusCode(200);

    PoolSnapshot snapshot = snapshot();
    assertThat(snapshot.demand().claimable()).isEqualTo(1);
    assertThat(node(snapshot, "plain").fits()).isFalse();
    assertThat(node(snapshot, "plain").useful()).isFalse();
  }

  @Test
  void jobs_that_lost_their_node_count_unless_that_ends_them() {
    DatasetId dataset = readyDataset();
    submit(spec(dataset));
    submit(spec(dataset));
    submit(spec(dataset));
    grantTo("node-a");
    Grant last = grantTo("node-b");
    Grant given = grantTo("node-c");
    tables.execute("update job set max_interruptions = 1 where id = '" + last.job().value() + "'");
    release(given, 0).then().statusCode(204);
    clock.advance(Duration.ofSeconds(70));

    PoolSnapshot snapshot = snapshot();

    assertThat(snapshot.demand().claimable()).isEqualTo(2);
    assertThat(snapshot.demand().lost()).isEqualTo(2);
    assertThat(snapshot.demand().running()).isZero();
  }

  @Test
  void node_is_idle_from_its_last_job_on_or_from_when_it_came_back() {
    DatasetId dataset = readyDataset();
    submit(spec(dataset));
    Grant grant = grantTo("node-a");
    clock.advance(Duration.ofSeconds(20));
    release(grant, 0).then().statusCode(204);
    put("/v1/nodes/node-a/bans/" + grant.job(), "{\"reason\":\"No.\"}").then().statusCode(200);
    PoolNode idle = node(snapshot(), "node-a");
    assertThat(idle.idleSince().orElseThrow()).isAfter(idle.firstSeenAt().plusSeconds(15));

    clock.advance(Duration.ofMinutes(10));
    tables.execute("update node set online = false, online_since = last_seen_at");
    assertThat(node(snapshot(), "node-a").online()).isFalse();
    claim("node-a");

    PoolNode back = node(snapshot(), "node-a");
    assertThat(back.online()).isTrue();
    assertThat(back.idleSince()).hasValue(back.lastSeenAt());
  }

  @Test
  void nodes_that_are_silent_for_an_hour_are_left_out_unless_somebody_wants_them_out() {
    claimNothing("gone", "removed", "drained", "quarantined");
    post("/v1/nodes/drained/undrain", "{}").then().statusCode(200);
    post("/v1/nodes/drained/drain", "{}").then().statusCode(200);
    post("/v1/nodes/quarantined/quarantine", "{\"reason\":\"Loud.\",\"seconds\":86400}")
        .then()
        .statusCode(200);

    clock.advance(Duration.ofMinutes(61));

    PoolSnapshot snapshot = snapshot();
    assertThat(snapshot.nodes())
        .extracting(node -> node.id().value())
        .containsExactly("drained", "quarantined");
    assertThat(snapshot.demand().nodes().offline()).isEqualTo(4);
  }

  @Test
  void speed_is_told_beside_the_pools_nodes_with_the_same_gpu() {
    claim("fast");
    claim("slow");
    claim("alone");
    speed("fast", "x", 4);
    speed("slow", "x", 1);
    speed("alone", "y", 1);

    PoolSnapshot snapshot = snapshot();

    assertThat(node(snapshot, "fast").relativeSpeed()).hasValue(1.6);
    assertThat(node(snapshot, "slow").relativeSpeed()).hasValue(0.4);
    assertThat(node(snapshot, "alone").relativeSpeed()).isEmpty();
  }

  private void speed(String node, String workClass, int stepsPerSecond) {
    tables.execute(
        "insert into node_speed values ('%s', '%s', 'tiny', '', %d, 1, now())"
            .formatted(node, workClass, stepsPerSecond));
  }

  /** Nodes ask while there is no job; the autoscaler drains those that are called so or removed. */
  private static void claimNothing(String... nodes) {
    for (String node : nodes) {
      post(
              "/v1/work",
              "{\"node\":\"%s\",\"pool\":\"local\",\"host\":\"h\",\"processId\":1,\"capabilities\":{\"labels\":{}}}"
                  .formatted(node))
          .then()
          .statusCode(204);
    }
    post(
            "/v1/pools/local/drain",
            new PoolDrainRequest(
                List.of(new NodeId("drained"), new NodeId("removed")), "Not needed."))
        .then()
        .statusCode(204);
  }

  private static PoolSnapshot snapshot() {
    return read(get("/v1/pools/local/snapshot"), 200, PoolSnapshot.class);
  }

  private static PoolNode node(PoolSnapshot snapshot, String id) {
    return snapshot.nodes().stream()
        .filter(node -> node.id().value().equals(id))
        .findFirst()
        .orElseThrow();
  }
}
