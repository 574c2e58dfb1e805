package io.baton.api.platform;

import io.quarkus.test.common.QuarkusTestResource;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;

/** Starts each test on an empty database at the real time. */
@QuarkusTestResource(TestPlatform.class)
public abstract class PlatformTest {
  @Inject protected TestTables tables;
  @Inject protected TestClock clock;

  @BeforeEach
  protected void startAnew() {
    TestKeys.useByDefault(TestKeys.OPERATOR);
    clock.reset();
    tables.empty();
  }
}
