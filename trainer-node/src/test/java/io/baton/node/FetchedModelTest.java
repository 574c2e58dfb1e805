package io.baton.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.node.clock.NodeClock;
import io.baton.node.fixture.Await;
import io.baton.node.fixture.FakeApi;
import io.baton.node.fixture.FakeHub;
import io.baton.node.fixture.TestNode;
import io.baton.protocol.job.BaseModel;
import io.baton.protocol.work.Phase;
import io.baton.protocol.work.WorkRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attempts whose base model has to be fetched first. */
class FetchedModelTest {
  @TempDir Path directory;
  private FakeApi api;
  private FakeHub hub;
  private TestNode node;

  @BeforeEach
  void setUp() throws IOException {
    api = new FakeApi(1, 1);
    api.leases(Duration.ofSeconds(30), Duration.ofMillis(50));
    api.trainOn(FakeHub.NAME);
    hub = new FakeHub().withModel();
    hub.holdFiles();
    node = new TestNode(directory, api, NodeClock.SYSTEM).fetchingFrom(hub).start();
    Await.until(
        "fetching is told",
        () -> api.heartbeats().stream().anyMatch(beat -> beat.phase() == Phase.FETCHING_MODEL));
  }

  @AfterEach
  void tearDown() {
    hub.releaseFiles();
    node.close();
    hub.close();
    api.close();
  }

  @Test
  void heartbeats_go_on_and_the_trainer_gets_the_fetched_model() {
    int told = api.heartbeats().size();
    Await.until("more heartbeats", () -> api.heartbeats().size() > told + 2);
    hub.releaseFiles();
    Await.until("completed", () -> !api.completions().isEmpty());

    assertThat(node.trainer.commandLine())
        .anyMatch(
            word ->
                word.startsWith(
                    "--pretrained_model_name_or_path=" + directory.resolve("models-cache/models")));
    Await.until("it asks again", () -> lastTold().contains(new BaseModel(FakeHub.NAME)));
  }

  @Test
  void stop_ends_the_download_and_gives_the_job_back() {
    node.stop();
    node.awaitEnd();

    assertThat(api.releases()).hasSize(1);
    assertThat(api.failures()).isEmpty();
  }

  private List<BaseModel> lastTold() {
    List<WorkRequest> requests = api.workRequests();
    return requests.get(requests.size() - 1).capabilities().cachedBaseModels();
  }
}
