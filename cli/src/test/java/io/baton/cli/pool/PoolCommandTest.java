package io.baton.cli.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.cli.FakeApi;
import io.baton.protocol.pool.NodeCounts;
import io.baton.protocol.pool.Pool;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.problem.ErrorCode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PoolCommandTest {
  private final FakeApi api =
      new FakeApi()
          .answers(
              "GET /v1/pools",
              List.of(new Pool(new PoolName("gpu"), new NodeCounts(1, 2, 3, 4, 5), true)));

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void pools_are_listed_for_people_programs_and_scripts() {
    assertThat(api.run("pool").out()).containsPattern("gpu +2 +1 +3 +4 +5 +set");
    assertThat(api.run("pool", "list").out()).isEqualTo(api.run("pool").out());
    assertThat(api.run("pool", "-q").out()).isEqualTo("gpu\n");
    assertThat(api.run("pool", "--json").out()).contains("\"policySet\" : true");
  }

  @Test
  void without_a_pool_it_is_said_how_one_comes_to_be() {
    api.answers("GET /v1/pools", List.of());

    assertThat(api.run("pool").out()).startsWith("No pool: one exists once a node names it");
  }

  @Test
  void a_pool_that_is_not_there_is_followed_by_how_to_see_pools() {
    api.refuses("GET /v1/pools/cpu/demand", ErrorCode.NOT_FOUND, "There is no pool cpu.");

    assertThat(api.run("pool", "demand", "cpu").err()).contains("'baton pool' shows the pools.");
  }
}
