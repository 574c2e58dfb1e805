package io.baton.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.node.agent.AgentEnd;
import io.baton.node.fixture.Await;
import io.baton.node.fixture.FakeApi;
import io.baton.node.fixture.SettableClock;
import io.baton.node.fixture.TestNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The wait for work, against an API that answers only when there is some. */
class LongPollTest {
  @TempDir Path directory;
  private final SettableClock clock = new SettableClock();
  private FakeApi api;
  private TestNode node;

  @BeforeEach
  void setUp() throws IOException {
    api = new FakeApi(1, 1);
    api.withholdJob();
    node = new TestNode(directory, api, clock).waitingForWork();
    node.start();
    Await.until("the node waits", () -> !api.workRequests().isEmpty());
  }

  @AfterEach
  void tearDown() {
    node.close();
    api.close();
  }

  @Test
  void job_that_comes_while_the_node_waits_is_carried_at_once() {
    api.endLease();
    Await.until("completed", () -> !api.completions().isEmpty());

    assertThat(api.workRequests().get(0).waitSeconds()).contains(30);
  }

  @Test
  void time_that_the_request_waited_is_not_taken_from_the_lease() {
    // Ten times the lease.
    clock.advance(Duration.ofMinutes(10));
    api.tellWaited(Duration.ofMinutes(10));
    api.endLease();
    Await.until("completed", () -> !api.completions().isEmpty());

    assertThat(api.completions()).hasSize(1);
    assertThat(api.releases()).isEmpty();
  }

  @Test
  void stop_ends_the_wait_though_the_api_never_answers() {
    node.stop();

    assertThat(node.awaitEnd()).isEqualTo(AgentEnd.DONE);
    assertThat(api.workRequests()).hasSize(1);
  }
}
