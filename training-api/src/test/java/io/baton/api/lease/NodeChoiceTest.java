package io.baton.api.lease;

import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.post;
import static io.baton.api.platform.TestApi.read;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.release;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.submit;
import static io.baton.api.platform.TestApi.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.platform.PlatformTest;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobId;
import io.baton.protocol.work.Grant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which of the jobs that wait a node gets. */
@QuarkusTest
class NodeChoiceTest extends PlatformTest {
  private static final String LARGE =
      "{\"gpu\":\"NVIDIA GeForce RTX 4090\",\"gpuMemoryBytes\":24000000000}";

  private DatasetId dataset;

  @BeforeEach
  void makeDataset() {
    dataset = readyDataset();
  }

  @Test
  void a_job_goes_only_to_a_node_that_meets_its_requirements() {
    Job demanding = submitWith(requiring("\"gpus\":[\"nvidia geforce rtx 4090\"]"));
    assertThat(claim("cpu", "{}")).isEmpty();
    assertThat(claim("other", "{\"gpu\":\"NVIDIA A10\",\"gpuMemoryBytes\":24000000000}")).isEmpty();
    assertThat(claim("large", LARGE)).contains(demanding.id());
  }

  @Test
  void what_a_node_cannot_do_hides_nothing_behind_it() {
    for (int i = 0; i < 20; i++) {
      submitWith("{\"priority\":9," + requiring("\"minGpuMemoryBytes\":80000000000").substring(1));
      submitWith(
          "{\"priority\":9," + requiring("\"nodeLabels\":{\"rack\":\"" + i + "\"}").substring(1));
    }
    Job lost = submitWith(requiring("\"gpus\":[\"A100\"]"));
    Optional<Grant> first = grant("a100", "{\"gpu\":\"A100\",\"gpuMemoryBytes\":1}");
    release(first.orElseThrow(), 0);
    Job plain = submit(spec(dataset));

    assertThat(claim("large", LARGE)).contains(plain.id());
    assertThat(claim("large", LARGE)).isEmpty();
    assertThat(claim("a100", "{\"gpu\":\"A100\",\"gpuMemoryBytes\":1}")).contains(lost.id());
  }

  @Test
  void among_equals_a_node_gets_the_job_whose_base_model_it_has() {
    Job first = submitWith("{\"baseModel\":\"one\"}");
    Job cached = submitWith("{\"baseModel\":\"two\"}");
    Job urgent = submitWith("{\"baseModel\":\"one\",\"priority\":1}");
    String hasTwo = "{\"cachedBaseModels\":[\"two\",\"three\"]}";
    List<JobId> order = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      order.add(claim("node", hasTwo).orElseThrow());
    }
    assertThat(order).containsExactly(urgent.id(), cached.id(), first.id());
  }

  @Test
  void a_node_that_is_banned_from_everything_at_the_head_gets_what_is_behind() {
    for (int i = 0; i < 40; i++) {
      submit(spec(dataset));
    }
    grantTo("node-a");
    tables.execute(
        "insert into job_ban (job_id, node_id, reason, created_at)"
            + " select id, 'node-a', 'r', now() from job");
    Job last = submit(spec(dataset));
    assertThat(grantTo("node-a").job()).isEqualTo(last.id());
  }

  @Test
  void the_attempt_keeps_what_its_node_costs() {
    tables.execute(
        "insert into pool_policy (pool, node_price_per_hour, updated_at) values ('local', 0.5, now())"
            + " on conflict (pool) do update set node_price_per_hour = 0.5");
    submit(spec(dataset));
    Grant grant = grantTo("node-a");
    tables.execute("update pool_policy set node_price_per_hour = 7");
    release(grant, 0);
    grantTo("node-a");
    tables.execute("delete from pool_policy where pool = 'local'");
    assertThat(tables.rows("select price_per_hour from attempt order by number"))
        .containsExactly("0.5", "7");
    assertThat(tables.rows("select node_pool from job")).containsExactly("local");
  }

  private static String requiring(String requirements) {
    return "{\"requirements\":{" + requirements + "}}";
  }

  private Job submitWith(String fields) {
    return submit(with(spec(dataset), fields));
  }

  private static Optional<JobId> claim(String node, String capabilities) {
    return grant(node, capabilities).map(Grant::job);
  }

  private static Optional<Grant> grant(String node, String capabilities) {
    Response response =
        post(
            "/v1/work",
            "{\"node\":\"%s\",\"pool\":\"local\",\"host\":\"h\",\"processId\":1,\"capabilities\":%s}"
                .formatted(node, capabilities));
    return response.statusCode() == 204
        ? Optional.empty()
        : Optional.of(read(response, 200, Grant.class));
  }
}
