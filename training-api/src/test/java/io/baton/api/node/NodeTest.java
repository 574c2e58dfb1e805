package io.baton.api.node;

import static io.baton.api.platform.TestApi.complete;
import static io.baton.api.platform.TestApi.fail;
import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.post;
import static io.baton.api.platform.TestApi.read;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.release;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.submit;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.platform.PlatformTest;
import io.baton.api.platform.TestApi;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.job.BaseModel;
import io.baton.protocol.label.Labels;
import io.baton.protocol.node.AttemptCounts;
import io.baton.protocol.node.Ban;
import io.baton.protocol.node.BanRequest;
import io.baton.protocol.node.DrainRequest;
import io.baton.protocol.node.Node;
import io.baton.protocol.node.NodeEvent;
import io.baton.protocol.node.NodeEventPage;
import io.baton.protocol.node.NodeEventType;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.node.NodePage;
import io.baton.protocol.node.NodeState;
import io.baton.protocol.node.QuarantineRequest;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.work.FailureClass;
import io.baton.protocol.work.Grant;
import io.baton.protocol.work.Heartbeat;
import io.baton.protocol.work.NodeCapabilities;
import io.baton.protocol.work.Phase;
import io.baton.protocol.work.WorkRequest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@QuarkusTest
class NodeTest extends PlatformTest {
  private static final Duration OFFLINE = Duration.ofSeconds(91);

  @Inject PresenceTask presence;
  @Inject QuarantineTask quarantine;

  @Test
  void nodes_are_listed_by_id_page_by_page_and_by_pool_and_state() {
    DatasetId dataset = readyDataset();
    submit(spec(dataset));
    grantTo("a-busy");
    ask("b-idle", "local");
    ask("c-drain", "local");
    ask("d-quarantine", "other");
    drain("c-drain");
    quarantine("d-quarantine", 60);

    assertThat(list("")).containsExactly("a-busy", "b-idle", "c-drain", "d-quarantine");
    assertThat(list("?pool=other")).containsExactly("d-quarantine");
    assertThat(list("?state=busy")).containsExactly("a-busy");
    assertThat(list("?state=idle")).containsExactly("b-idle");
    assertThat(list("?state=draining")).containsExactly("c-drain");
    assertThat(list("?state=quarantined&pool=other")).containsExactly("d-quarantine");
    assertThat(list("?state=offline")).isEmpty();

    List<String> paged = new ArrayList<>();
    NodePage page = page("?limit=3");
    page.nodes().forEach(node -> paged.add(node.id().value()));
    page = page("?limit=3&cursor=" + page.nextCursor().orElseThrow());
    page.nodes().forEach(node -> paged.add(node.id().value()));
    assertThat(page.nextCursor()).isEmpty();
    assertThat(paged).isEqualTo(list(""));
  }

  @Test
  void node_shows_what_it_is_what_it_holds_and_how_its_attempts_ended() {
    DatasetId dataset = readyDataset();
    submit(spec(dataset));
    submit(spec(dataset));
    submit(spec(dataset));
    Grant completed = grantTo("node");
    complete(completed);
    release(grantTo("node"), 0);
    Grant failed = grantTo("node");
    fail(failed, FailureClass.TRAINER_CRASH);
    Grant held = grantTo("node");

    Node node = node("node");

    assertThat(node.attempts()).isEqualTo(new AttemptCounts(1, 1, 0, 1, 0));
    assertThat(node.job()).contains(held.job());
    assertThat(node.state()).isEqualTo(NodeState.BUSY);
    assertThat(node.online()).isTrue();
    assertThat(node.firstSeenAt()).isBeforeOrEqualTo(node.lastSeenAt());
    assertThat(node.pool()).isEqualTo(new PoolName("local"));
    // Newest first: failed, drained, completed.
    assertThat(node.health()).isEqualTo((1 + 0.9 + 0.81) / (1 + 0.9 + 0.81 + 1));
    assertThat(node.relativeSpeed()).isEmpty();
  }

  @Test
  void speed_is_told_beside_nodes_with_the_same_gpu_at_comparable_work() {
    DatasetId dataset = readyDataset();
    work(dataset, "fast", "RTX 4090", 4.0);
    work(dataset, "slow", "RTX 4090", 1.0);
    work(dataset, "other-gpu", "RTX 3060", 0.5);

    assertThat(node("fast").relativeSpeed()).hasValue(4.0);
    assertThat(node("slow").relativeSpeed()).hasValue(0.25);
    assertThat(node("slow").health()).isEqualTo(0.25 / 0.8);
    assertThat(node("other-gpu").relativeSpeed()).isEmpty();
  }

  @Test
  void quarantine_lasts_until_its_time_is_over_and_is_written_down() {
    ask("node", "local");

    Node quarantined = quarantine("node", 600);

    assertThat(quarantined.state()).isEqualTo(NodeState.QUARANTINED);
    assertThat(quarantined.quarantine().orElseThrow().reason()).isEqualTo("It smells.");
    assertThat(
            Duration.between(
                quarantined.quarantine().orElseThrow().since(),
                quarantined.quarantine().orElseThrow().until()))
        .isEqualTo(Duration.ofSeconds(600));
    clock.advance(Duration.ofSeconds(601));
    ask("node", "local");
    assertThat(node("node").state()).isEqualTo(NodeState.IDLE);
    assertThat(node("node").quarantine()).isEmpty();
    quarantine.look();
    assertThat(events("node"))
        .extracting(NodeEvent::type)
        .containsExactly(NodeEventType.QUARANTINED, NodeEventType.RELEASED);
  }

  @Test
  void operators_release_drain_and_undrain_and_repeating_it_changes_nothing() {
    ask("node", "local");
    quarantine("node", 600);

    assertThat(read(post("/v1/nodes/node/release", "{}"), 200, Node.class).state())
        .isEqualTo(NodeState.IDLE);
    given().post("/v1/nodes/node/release").then().statusCode(200);
    assertThat(drain("node").drain().orElseThrow().reason()).isEqualTo("New driver.");
    assertThat(drain("node").state()).isEqualTo(NodeState.DRAINING);
    given().post("/v1/nodes/node/undrain").then().statusCode(200);
    given().post("/v1/nodes/node/undrain").then().statusCode(200);

    assertThat(node("node").state()).isEqualTo(NodeState.IDLE);
    assertThat(events("node"))
        .extracting(NodeEvent::type)
        .containsExactly(
            NodeEventType.QUARANTINED,
            NodeEventType.RELEASED,
            NodeEventType.DRAIN,
            NodeEventType.UNDRAIN);
  }

  @Test
  void node_on_which_job_after_job_fails_is_quarantined_by_itself() {
    DatasetId dataset = readyDataset();
    ask("healthy", "local");
    failJobs(dataset, "bad", FailureClass.TRAINER_CRASH, 2);
    assertThat(node("bad").state()).isEqualTo(NodeState.IDLE);

    failJobs(dataset, "bad", FailureClass.TRAINER_CRASH, 1);

    assertThat(node("bad").state()).isEqualTo(NodeState.QUARANTINED);
    assertThat(node("bad").quarantine().orElseThrow().reason()).contains("3 jobs failed");
    assertThat(node("healthy").state()).isEqualTo(NodeState.IDLE);
  }

  @Test
  void other_peoples_fault_and_old_failures_quarantine_nobody() {
    DatasetId dataset = readyDataset();
    ask("healthy", "local");
    failJobs(dataset, "innocent", FailureClass.BAD_INPUT, 4);
    failJobs(dataset, "once-bad", FailureClass.TRAINER_CRASH, 2);
    clock.advance(Duration.ofHours(1).plusSeconds(1));
    ask("healthy", "local");
    failJobs(dataset, "once-bad", FailureClass.TRAINER_CRASH, 1);

    assertThat(list("?state=quarantined")).isEmpty();
  }

  @Test
  void jobs_that_fail_everywhere_stop_at_most_half_of_a_pool() {
    DatasetId dataset = readyDataset();
    List<String> nodes = List.of("one", "two", "three");
    nodes.forEach(node -> ask(node, "local"));
    for (String node : nodes) {
      failJobs(dataset, node, FailureClass.TRAINER_CRASH, 3);
    }

    assertThat(list("?state=quarantined")).containsExactly("one");
    assertThat(list("?state=idle")).hasSize(2);
  }

  @Test
  void silent_node_is_offline_until_it_is_heard_of_again() {
    ask("node", "local");
    Node before = node("node");
    clock.advance(OFFLINE);
    assertThat(node("node").state()).isEqualTo(NodeState.OFFLINE);

    presence.look();
    presence.look();

    Node silent = node("node");
    assertThat(silent.online()).isFalse();
    assertThat(silent.onlineSince()).isEqualTo(before.lastSeenAt());
    ask("node", "local");
    presence.look();
    assertThat(node("node").online()).isTrue();
    assertThat(events("node"))
        .extracting(NodeEvent::type)
        .containsExactly(NodeEventType.OFFLINE, NodeEventType.ONLINE);
  }

  @Test
  void node_that_was_not_heard_of_for_long_leaves_the_list_but_not_the_history() {
    DatasetId dataset = readyDataset();
    submit(spec(dataset));
    Grant grant = grantTo("worked");
    complete(grant);
    ask("never-worked", "local");
    clock.advance(Duration.ofDays(31));

    presence.look();

    assertThat(list("")).isEmpty();
    assertThat(list("?state=forgotten")).containsExactly("worked");
    assertThat(get("/v1/nodes/never-worked").statusCode()).isEqualTo(404);
    assertThat(get("/v1/jobs/" + grant.job() + "/attempts").asString()).contains("worked");
    ask("worked", "local");
    assertThat(list("")).containsExactly("worked");
  }

  @Test
  void ban_keeps_one_job_from_one_node_until_it_is_lifted() {
    DatasetId dataset = readyDataset();
    ask("bystander", "local");
    String banned = submit(spec(dataset)).id().value();
    String other = submit(spec(dataset)).id().value();
    String path = "/v1/nodes/bystander/bans/";

    Ban ban = read(put(path + banned, new BanRequest("Too big for it.")), 200, Ban.class);
    put(path + banned, new BanRequest("Another reason.")).then().statusCode(200);

    assertThat(ban.reason()).isEqualTo("Too big for it.");
    assertThat(read(get("/v1/nodes/bystander/bans"), 200, Ban[].class)).containsExactly(ban);
    assertThat(read(get("/v1/jobs/" + banned + "/bans"), 200, Ban[].class)).containsExactly(ban);
    assertThat(read(get("/v1/jobs/" + other + "/bans"), 200, Ban[].class)).isEmpty();
    Grant otherJob = grantTo("bystander");
    assertThat(otherJob.job().value()).isEqualTo(other);
    complete(otherJob);
    assertThat(TestApi.claim("bystander")).isEmpty();

    given().delete(path + banned).then().statusCode(204);
    given().delete(path + banned).then().statusCode(404);
    assertThat(grantTo("bystander").job().value()).isEqualTo(banned);
  }

  @Test
  void job_that_fails_where_an_operator_had_banned_it_meanwhile_just_fails() {
    DatasetId dataset = readyDataset();
    submit(spec(dataset));
    Grant grant = grantTo("node");
    put("/v1/nodes/node/bans/" + grant.job(), new BanRequest("Not there.")).then().statusCode(200);

    fail(grant, FailureClass.TRAINER_CRASH).then().statusCode(204);

    assertThat(read(get("/v1/jobs/" + grant.job() + "/bans"), 200, Ban[].class))
        .extracting(Ban::reason)
        .containsExactly("Not there.");
  }

  private void failJobs(DatasetId dataset, String node, FailureClass failure, int count) {
    for (int i = 0; i < count; i++) {
      submit(spec(dataset));
    }
    for (int i = 0; i < count; i++) {
      fail(grantTo(node), failure).then().statusCode(204);
    }
    // Other nodes are not to be handed what failed here.
    tables
        .rows("select id from job where status = 'interrupted'")
        .forEach(job -> post("/v1/jobs/" + job + "/cancel", "{}"));
  }

  private void work(DatasetId dataset, String node, String gpu, double stepsPerSecond) {
    submit(spec(dataset));
    Grant grant =
        read(post("/v1/work", request(node, "local", Optional.of(gpu))), 200, Grant.class);
    Heartbeat heartbeat =
        new Heartbeat(Phase.TRAINING, 5, Optional.of(0.5), Optional.of(stepsPerSecond));
    TestApi.call(grant, "heartbeat", heartbeat).then().statusCode(200);
    complete(grant).then().statusCode(204);
  }

  private static void ask(String node, String pool) {
    assertThat(post("/v1/work", request(node, pool, Optional.empty())).statusCode()).isIn(200, 204);
  }

  private static WorkRequest request(String node, String pool, Optional<String> gpu) {
    WorkRequest base = TestApi.workRequest(node);
    return new WorkRequest(
        base.node(),
        new PoolName(pool),
        base.host(),
        base.processId(),
        new NodeCapabilities(gpu, Optional.empty(), List.<BaseModel>of(), Labels.NONE),
        base.waitSeconds());
  }

  private static Node quarantine(String node, int seconds) {
    return read(
        post("/v1/nodes/" + node + "/quarantine", new QuarantineRequest("It smells.", seconds)),
        200,
        Node.class);
  }

  private static Node drain(String node) {
    return read(
        post("/v1/nodes/" + node + "/drain", new DrainRequest("New driver.")), 200, Node.class);
  }

  private static Response put(String path, Object body) {
    return given().contentType("application/json").body(TestApi.json(body)).put(path);
  }

  private static Node node(String id) {
    return read(get("/v1/nodes/" + new NodeId(id)), 200, Node.class);
  }

  private static List<NodeEvent> events(String id) {
    return read(get("/v1/nodes/" + id + "/events"), 200, NodeEventPage.class).events();
  }

  private static NodePage page(String query) {
    return read(get("/v1/nodes" + query), 200, NodePage.class);
  }

  private static List<String> list(String query) {
    return page(query).nodes().stream().map(node -> node.id().value()).toList();
  }
}
