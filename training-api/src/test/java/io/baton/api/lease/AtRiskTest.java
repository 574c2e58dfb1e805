package io.baton.api.lease;

import static io.baton.api.platform.TestApi.call;
import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.read;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.release;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.submit;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.platform.PlatformTest;
import io.baton.protocol.job.AttemptRecord;
import io.baton.protocol.job.Job;
import io.baton.protocol.node.Node;
import io.baton.protocol.work.AtRisk;
import io.baton.protocol.work.Grant;
import io.baton.protocol.work.Heartbeat;
import io.baton.protocol.work.Phase;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What would be lost with a node is told for as long as it trains. */
@QuarkusTest
class AtRiskTest extends PlatformTest {
  private static final AtRisk WORK = new AtRisk(3, 4.5);

  @Test
  void work_at_risk_is_shown_on_job_attempt_and_node_until_the_attempt_ends() {
    submit(spec(readyDataset()));
    Grant grant = grantTo("node-a");
    Heartbeat heartbeat =
        new Heartbeat(Phase.TRAINING, 13, Optional.empty(), Optional.empty()).withAtRisk(WORK);

    call(grant, "heartbeat", heartbeat).then().statusCode(200);

    assertThat(job(grant).progress().atRisk()).contains(WORK);
    assertThat(attempt(grant).atRisk()).contains(WORK);
    assertThat(node().atRisk()).contains(WORK);

    release(grant, 13).then().statusCode(204);

    assertThat(job(grant).progress().atRisk()).isEmpty();
    assertThat(attempt(grant).atRisk()).isEmpty();
    assertThat(node().atRisk()).isEmpty();
  }

  private static Job job(Grant grant) {
    return read(get("/v1/jobs/" + grant.job()), 200, Job.class);
  }

  private static AttemptRecord attempt(Grant grant) {
    return read(get("/v1/jobs/" + grant.job() + "/attempts"), 200, AttemptRecord[].class)[0];
  }

  private static Node node() {
    return read(get("/v1/nodes/node-a"), 200, Node.class);
  }
}
