package io.baton.api.pool.scaler;

import static io.baton.api.platform.TestApi.claim;
import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.heartbeat;
import static io.baton.api.platform.TestApi.post;
import static io.baton.api.platform.TestApi.read;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.release;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.submit;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.platform.PlatformTest;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.node.Node;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.DrainedBy;
import io.baton.protocol.pool.PoolDrainRequest;
import io.baton.protocol.pool.PoolUndrainRequest;
import io.baton.protocol.problem.Problem;
import io.baton.protocol.work.Directive;
import io.baton.protocol.work.Grant;
import io.baton.protocol.work.HeartbeatAnswer;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PoolDrainTest extends PlatformTest {
  @Test
  void drained_nodes_give_their_job_back_and_get_no_other_until_they_may_stay() {
    DatasetId dataset = readyDataset();
    submit(spec(dataset));
    submit(spec(dataset));
    Grant busy = grantTo("busy");

    drain("busy", "unknown");

    HeartbeatAnswer answer = read(heartbeat(busy, 1), 200, HeartbeatAnswer.class);
    assertThat(answer.directive()).isEqualTo(Directive.DRAIN);
    assertThat(answer.reason()).hasValue("Not needed.");
    assertThat(node("busy").drain().orElseThrow().by()).isEqualTo(DrainedBy.AUTOSCALER);
    release(busy, 1).then().statusCode(204);
    assertThat(claim("busy")).isEmpty();
    undrain("busy");
    assertThat(node("busy").drain()).isEmpty();
    grantTo("busy");
    assertThat(events("busy")).containsExactly("node.drain", "node.undrain");
  }

  @Test
  void nodes_of_other_pools_are_left_alone() {
    claim("here");
    post("/v1/pools/elsewhere/drain", new PoolDrainRequest(List.of(new NodeId("here")), "No."))
        .then()
        .statusCode(204);

    assertThat(node("here").drain()).isEmpty();
  }

  @Test
  void what_an_operator_drains_is_the_operators() {
    claim("mine");
    claim("taken-over");
    post("/v1/nodes/mine/drain", "{\"reason\":\"New driver.\"}").then().statusCode(200);
    drain("mine", "taken-over");
    post("/v1/nodes/taken-over/drain", "{\"reason\":\"Not needed.\"}").then().statusCode(200);

    undrain("mine", "taken-over");

    assertThat(node("mine").drain().orElseThrow().reason()).isEqualTo("New driver.");
    assertThat(node("mine").drain().orElseThrow().by()).isEqualTo(DrainedBy.OPERATOR);
    assertThat(node("taken-over").drain().orElseThrow().by()).isEqualTo(DrainedBy.OPERATOR);
    post("/v1/nodes/taken-over/undrain", "{}").then().statusCode(200);
    drain("taken-over");
    post("/v1/nodes/taken-over/undrain", "{}").then().statusCode(200);
    assertThat(node("taken-over").drain()).isEmpty();
  }

  @Test
  void draining_again_changes_nothing() {
    claim("node-a");
    drain("node-a");
    var first = node("node-a").drain();
    drain("node-a");

    assertThat(node("node-a").drain()).isEqualTo(first);
    assertThat(events("node-a")).containsExactly("node.drain");
  }

  @Test
  void request_without_nodes_or_reason_is_refused() {
    assertThat(
            read(
                    post("/v1/pools/local/drain", "{\"nodes\":[],\"reason\":\"x\"}"),
                    422,
                    Problem.class)
                .detail())
        .contains("'nodes'");
    assertThat(
            read(post("/v1/pools/local/drain", "{\"nodes\":[\"a\"]}"), 422, Problem.class).detail())
        .contains("'reason'");
  }

  /**
   * Nodes ask for work while they are drained: what one has when the answer comes is all it gets.
   */
  @Test
  void node_gets_no_job_once_its_drain_was_answered() throws Exception {
    int nodes = 32;
    List<String> ids = IntStream.range(0, nodes).mapToObj(i -> "node-" + i).toList();
    DatasetId dataset = readyDataset();
    ids.forEach(id -> submit(spec(dataset)));
    ids.forEach(this::insertNode);
    Set<String> held = new HashSet<>();
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<Future<?>> asking = new ArrayList<>();
      ids.forEach(id -> asking.add(threads.submit(() -> claim(id))));
      for (int i = nodes; i > 0; i -= 4) {
        List<String> some = ids.subList(i - 4, i);
        drain(some.toArray(String[]::new));
        Set<String> holders = holders();
        some.stream().filter(holders::contains).forEach(held::add);
      }
      for (Future<?> ask : asking) {
        ask.get();
      }
    } finally {
      threads.shutdown();
    }
    assertThat(holders()).isEqualTo(held);
    assertThat(held).hasSizeBetween(1, nodes - 1);
    ids.forEach(id -> assertThat(claim(id)).as(id).isEmpty());
  }

  private void insertNode(String id) {
    tables.execute(
        "insert into node (id, pool, host, process_id, first_seen_at, last_seen_at)"
            + " values ('%s', 'local', 'localhost', 1, now(), now())".formatted(id));
  }

  private Set<String> holders() {
    return Set.copyOf(tables.rows("select node_id from job where status = 'running'"));
  }

  private static void drain(String... nodes) {
    post("/v1/pools/local/drain", new PoolDrainRequest(ids(nodes), "Not needed."))
        .then()
        .statusCode(204);
  }

  private static void undrain(String... nodes) {
    post("/v1/pools/local/undrain", new PoolUndrainRequest(ids(nodes))).then().statusCode(204);
  }

  private static List<NodeId> ids(String... nodes) {
    return Arrays.stream(nodes).map(NodeId::new).toList();
  }

  private static Node node(String id) {
    return read(get("/v1/nodes/" + id), 200, Node.class);
  }

  private List<String> events(String node) {
    return tables.rows(
        "select type from node_event where node_id = '" + node + "' order by sequence");
  }
}
