package io.baton.api.lease;

import static io.baton.api.platform.TestApi.claim;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.job;
import static io.baton.api.platform.TestApi.json;
import static io.baton.api.platform.TestApi.post;
import static io.baton.api.platform.TestApi.read;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.release;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.submit;
import static io.baton.api.platform.TestApi.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.platform.Await;
import io.baton.api.platform.PlatformTest;
import io.baton.api.platform.TestApi;
import io.baton.api.platform.TestKeys;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.work.Grant;
import io.baton.protocol.work.WorkRequest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.inject.Inject;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LongPollTest extends PlatformTest {
  @Inject LongPoll poll;
  @Inject WaitingRoom room;
  @Inject Claims claims;
  @Inject ClaimableJobs claimable;

  private final ExecutorService nodes = Executors.newCachedThreadPool();

  @AfterEach
  void end() {
    nodes.shutdownNow();
    room.waiting().forEach(Waiter::expire);
  }

  @Test
  void as_many_of_the_nodes_that_wait_get_a_job_as_there_are_jobs() {
    DatasetId dataset = readyDataset();
    List<CompletableFuture<Optional<Grant>>> waiting =
        IntStream.range(0, 6).mapToObj(i -> waitAs("node-" + i)).toList();
    awaitWaiting(6);
    Job first = submit(spec(dataset));
    Job second = submit(spec(dataset));
    awaitWaiting(4);
    assertThat(job(first).status()).isEqualTo(JobStatus.RUNNING);
    assertThat(job(second).status()).isEqualTo(JobStatus.RUNNING);
    room.waiting().forEach(Waiter::expire);
    assertThat(waiting.stream().map(CompletableFuture::join).flatMap(Optional::stream))
        .extracting(Grant::job)
        .containsExactlyInAnyOrder(first.id(), second.id());
  }

  @Test
  void a_grant_says_how_long_its_request_had_waited_when_the_claim_began() {
    long before = System.nanoTime();
    CompletableFuture<Optional<Grant>> waiting = waitAs("node-a");
    awaitWaiting(1);
    long waits = System.nanoTime();
    DatasetId dataset = readyDataset();
    long submitted = System.nanoTime();
    submit(spec(dataset));
    long waited = TimeUnit.MILLISECONDS.toNanos(waiting.join().orElseThrow().waitedMillis());
    assertThat(waited)
        .isGreaterThan(submitted - waits - TimeUnit.MILLISECONDS.toNanos(1))
        .isLessThanOrEqualTo(System.nanoTime() - before);
  }

  @Test
  void a_job_that_is_given_back_goes_to_a_node_that_waits() {
    Job job = submit(spec(readyDataset()));
    Grant first = grantTo("node-a");
    CompletableFuture<Optional<Grant>> waiting = waitAs("node-b");
    awaitWaiting(1);
    release(first, 0);
    assertThat(waiting.join()).map(Grant::job).contains(job.id());
  }

  @Test
  void nodes_that_do_not_suit_a_job_wait_on() {
    DatasetId dataset = readyDataset();
    CompletableFuture<Optional<Grant>> plain = waitAs("node-a");
    awaitWaiting(1);
    Job demanding = submit(with(spec(dataset), "{\"requirements\":{\"gpus\":[\"A100\"]}}"));
    Job easy = submit(spec(dataset));
    assertThat(plain.join()).map(Grant::job).contains(easy.id());
    assertThat(job(demanding).status()).isEqualTo(JobStatus.PENDING);
  }

  @Test
  void a_ban_of_the_node_that_waits_longest_does_not_keep_the_job_from_the_next() {
    Job job = submit(spec(readyDataset()));
    TestApi.fail(grantTo("node-a"), io.baton.protocol.work.FailureClass.TRAINER_CRASH);
    Grant again = grantTo("node-c");
    CompletableFuture<Optional<Grant>> banned = waitAs("node-a");
    awaitWaiting(1);
    CompletableFuture<Optional<Grant>> next = waitAs("node-b");
    awaitWaiting(2);
    release(again, 0);
    assertThat(next.join()).map(Grant::job).contains(job.id());
    assertThat(banned).isNotDone();
  }

  @Test
  void a_node_that_closes_the_connection_while_it_waits_gets_no_job() throws Exception {
    DatasetId dataset = readyDataset();
    byte[] body = json(asking("node-gone", 30)).getBytes(StandardCharsets.UTF_8);
    String head =
        "POST /v1/work HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Authorization: Bearer "
            + TestKeys.OPERATOR
            + "\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    try (Socket socket = new Socket("localhost", RestAssured.port)) {
      socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().write(body);
      awaitWaiting(1);
    }
    awaitWaiting(0);
    submit(spec(dataset));
    Grant grant = grantTo("node-b");
    assertThat(grant.attempt().number()).isEqualTo(1);
  }

  @Test
  void a_job_whose_node_went_away_before_the_answer_goes_to_another_at_once() {
    submit(spec(readyDataset()));
    Grant undelivered = claims.claim(TestApi.workRequest("node-gone")).orElseThrow();
    claims.takeBack(undelivered);
    assertThat(grantTo("node-b").job()).isEqualTo(undelivered.job());
  }

  @Test
  void whoever_stops_waiting_leaves_the_room() {
    Cancellable waiting = poll.grant(asking("node-a", 30)).subscribe().with(grant -> {});
    awaitWaiting(1);
    waiting.cancel();
    awaitWaiting(0);
  }

  @Test
  void without_work_the_answer_comes_when_the_wait_is_over() {
    assertThat(post("/v1/work", asking("node-a", 1)).statusCode()).isEqualTo(204);
    assertThat(room.waiting()).isEmpty();
    assertThat(claim("node-a")).isEmpty();
  }

  @Test
  void the_end_of_a_lease_is_foreseen_until_it_is_renewed_or_over() {
    Duration within = Duration.ofSeconds(6);
    submit(spec(readyDataset()));
    Grant grant = grantTo("node-a");
    assertThat(claimable.untilNextLapse(within)).as("a fresh lease").isEmpty();

    Duration left = Duration.ofSeconds(4);
    clock.advance(Duration.ofMillis(grant.leaseMillis()).minus(left));
    assertThat(claimable.untilNextLapse(within))
        .hasValueSatisfying(soon -> assertThat(soon).isPositive().isLessThanOrEqualTo(left));

    TestApi.heartbeat(grant, 1);
    assertThat(claimable.untilNextLapse(within)).as("a renewed one").isEmpty();

    clock.advance(Duration.ofMillis(grant.leaseMillis()));
    assertThat(claimable.untilNextLapse(within)).as("one that is over").isEmpty();
  }

  @Test
  void a_wait_of_more_than_30_seconds_is_refused() {
    String body = json(asking("node-a", 30)).replace("\"waitSeconds\":30", "\"waitSeconds\":31");
    assertThat(post("/v1/work", body).statusCode()).isEqualTo(422);
  }

  private CompletableFuture<Optional<Grant>> waitAs(String node) {
    return CompletableFuture.supplyAsync(
        () -> {
          Response response = post("/v1/work", asking(node, 30));
          return response.statusCode() == 204
              ? Optional.empty()
              : Optional.of(read(response, 200, Grant.class));
        },
        nodes);
  }

  private void awaitWaiting(int count) {
    Await.until(() -> room.waiting().size(), size -> size == count);
  }

  private static WorkRequest asking(String node, int waitSeconds) {
    WorkRequest plain = TestApi.workRequest(node);
    return new WorkRequest(
        plain.node(),
        plain.pool(),
        plain.host(),
        plain.processId(),
        plain.capabilities(),
        Optional.of(waitSeconds));
  }
}
