package io.baton.api.docs;

import static io.baton.api.platform.TestApi.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.platform.CommittedFile;
import io.baton.api.platform.PlatformTest;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OpenApiTest extends PlatformTest {

  @Test
  void the_committed_contract_is_the_one_that_is_served() {
    CommittedFile.of("docs/openapi.yaml").requireEqual(get("/openapi").asString());
  }

  @Test
  void the_contract_can_be_read_in_a_browser() {
    assertThat(get("/docs").statusCode()).isEqualTo(200);
  }

  @Test
  void health_and_metrics_are_served() {
    assertThat(get("/q/health/ready").statusCode()).isEqualTo(200);
    assertThat(get("/q/metrics").asString()).contains("jvm_memory_used_bytes");
  }
}
