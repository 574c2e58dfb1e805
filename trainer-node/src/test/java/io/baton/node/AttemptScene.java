package io.baton.node;

import io.baton.node.clock.NodeClock;
import io.baton.node.fixture.Await;
import io.baton.node.fixture.FakeApi;
import io.baton.node.fixture.TestNode;
import io.baton.protocol.work.Failure;
import io.baton.protocol.work.Heartbeat;
import io.baton.protocol.work.Phase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A node with real trainer processes, and a fake API over real sockets with one job for it. */
abstract class AttemptScene {
  static final String ARTIFACT = "artifact/pytorch_lora_weights.safetensors";

  @TempDir Path directory;
  FakeApi api;
  TestNode node;

  @BeforeEach
  void setUp() throws IOException {
    api = new FakeApi(30, 10);
    api.leases(Duration.ofSeconds(30), Duration.ofMillis(50));
    node = new TestNode(directory, api, NodeClock.SYSTEM);
  }

  @AfterEach
  void tearDown() {
    node.close();
    api.close();
  }

  void commitTenAndTwenty() {
    node.trainer.limit(10);
    node.start();
    Await.until("10 is committed", () -> api.committedSteps().contains(10));
    node.trainer.limit(20);
    Await.until("20 is committed", () -> api.committedSteps().contains(20));
  }

  Failure awaitFailure() {
    Await.until("failed", () -> !api.failures().isEmpty());
    return api.failures().get(0);
  }

  boolean stepTold(int step) {
    return api.lastHeartbeat().map(Heartbeat::step).filter(told -> told == step).isPresent();
  }

  boolean phaseTold(Phase phase) {
    return api.lastHeartbeat().map(Heartbeat::phase).filter(told -> told == phase).isPresent();
  }

  /** What the fake trainer makes of 30 steps in one go. */
  static String undisturbedArtifact() {
    String state = "start";
    for (int step = 1; step <= 30; step++) {
      state = Integer.toHexString((state + "7" + step).hashCode()) + "@" + step;
    }
    return state;
  }
}
