package io.baton.api.pool;

import static io.baton.api.platform.TestApi.STEPS;
import static io.baton.api.platform.TestApi.complete;
import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.heartbeat;
import static io.baton.api.platform.TestApi.post;
import static io.baton.api.platform.TestApi.read;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.release;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.submit;
import static io.baton.api.platform.TestApi.with;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.baton.api.platform.PlatformTest;
import io.baton.api.platform.TestApi;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.NodeCounts;
import io.baton.protocol.pool.PoolDemand;
import io.baton.protocol.work.Grant;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PoolTest extends PlatformTest {
  @Test
  void demand_tells_what_waits_what_runs_and_what_the_nodes_are_about() {
    DatasetId dataset = readyDataset();
    submit(spec(dataset));
    Grant measured = grantTo("node-a");
    heartbeat(measured, STEPS);
    complete(measured).then().statusCode(204);
    submit(spec(dataset));
    Grant lost = grantTo("node-b");
    submit(spec(dataset));
    release(lost, 0).then().statusCode(204);
    heartbeat(grantTo("node-a"), 5);
    clock.advance(Duration.ofSeconds(30));
    post("/v1/nodes/node-b/drain", "{}").then().statusCode(200);

    PoolDemand demand = demand("local");

    assertThat(demand.claimable()).isEqualTo(1);
    assertThat(demand.moreClaimable()).isFalse();
    assertThat(demand.lost()).isZero();
    assertThat(demand.running()).isEqualTo(1);
    assertThat(demand.busyNodes()).containsExactly(new NodeId("node-a"));
    assertThat(demand.nodes()).isEqualTo(new NodeCounts(0, 1, 1, 0, 0));
    assertThat(demand.oldestWaitSeconds())
        .hasValueSatisfying(wait -> assertThat(wait).isBetween(30.0, 90.0));
    // Heartbeats of the fixture report 2 steps a second.
    assertThat(demand.stepsPerSecond()).hasValue(2.0);
    assertThat(demand.backlogNodeSeconds())
        .hasValueSatisfying(left -> assertThat(left).isCloseTo(STEPS / 2.0, within(1e-9)));
    assertThat(demand("elsewhere").running()).isZero();
    assertThat(demand("elsewhere").backlogNodeSeconds()).isEmpty();
  }

  @Test
  void lost_jobs_are_among_the_claimable_ones_whether_or_not_anybody_noticed() {
    DatasetId dataset = readyDataset();
    submit(spec(dataset));
    grantTo("node-a");
    submit(spec(dataset));
    Grant given = grantTo("node-b");
    submit(spec(dataset));
    clock.advance(Duration.ofSeconds(50));
    heartbeat(given, 1).then().statusCode(200);
    clock.advance(Duration.ofSeconds(20));
    release(given, 1).then().statusCode(204);

    PoolDemand demand = demand("local");

    assertThat(demand.claimable()).isEqualTo(3);
    assertThat(demand.lost()).isEqualTo(2);
    assertThat(demand.running()).isZero();
  }

  @Test
  void jobs_that_no_node_of_the_pool_can_take_are_not_its_demand() {
    DatasetId dataset = readyDataset();
    TestApi.claim("plain");
    submit(spec(dataset));
    submit(with(spec(dataset), "{\"requirements\":{\"gpus\":[\"NVIDIA H100\"]}}"));
    submit(with(spec(dataset), "{\"requirements\":{\"minGpuMemoryBytes\":1000}}"));
    submit(with(spec(dataset), "{\"requirements\":{\"nodeLabels\":{\"zone\":\"b\"}}}"));

    assertThat(demand("local").claimable()).isEqualTo(1);
    // Of a pool that was never seen nobody knows what it can do.
    assertThat(demand("new-pool").claimable()).isEqualTo(4);
  }

  @Test
  void long_queue_is_counted_up_to_a_bound() {
    DatasetId dataset = readyDataset();
    String job = submit(spec(dataset)).id().value();
    tables.execute(
        """
        create temp table copied as select * from job where id = '%s';
        alter table copied drop column sequence, drop column claim_class;
        do $$ declare columns text; begin
          select string_agg(quote_ident(attname), ', ') into columns from pg_attribute
            where attrelid = 'copied'::regclass and attnum > 0 and not attisdropped and attname <> 'id';
          execute format('insert into job (id, %%1$s) select ''copy-'' || n, %%1$s from copied, generate_series(1, 10000) n', columns);
        end $$;
        drop table copied;
        """
            .formatted(job));

    PoolDemand demand = demand("local");

    assertThat(demand.claimable()).isEqualTo(10_000);
    assertThat(demand.moreClaimable()).isTrue();
  }

  private static PoolDemand demand(String pool) {
    return read(get("/v1/pools/" + pool + "/demand"), 200, PoolDemand.class);
  }
}
