package io.baton.api.platform;

import io.baton.protocol.access.CreatedKey;
import io.baton.protocol.access.KeyCreation;
import io.baton.protocol.access.OwnerName;
import io.baton.protocol.pool.PoolName;
import io.restassured.RestAssured;
import io.restassured.builder.RequestSpecBuilder;
import io.restassured.config.HeaderConfig;
import io.restassured.specification.RequestSpecification;
import java.util.function.Supplier;

/** API keys for tests. */
public final class TestKeys {
  /** The operator's, known to the service from its start; what requests carry by default. */
  public static final String OPERATOR = "baton_" + "operator".repeat(5) + "key";

  private TestKeys() {}

  /** A new key of role user. */
  public static String user(String owner) {
    return create(KeyCreation.ofUser("test", new OwnerName(owner)));
  }

  /** A new key of role node. */
  public static String node(String pool) {
    return create(KeyCreation.ofPool("test", new PoolName(pool)));
  }

  private static String create(KeyCreation creation) {
    return TestApi.read(TestApi.post("/v1/keys", creation), 201, CreatedKey.class).secret().value();
  }

  /** Requests that carry this key. */
  public static RequestSpecification as(String key) {
    return RestAssured.given().header("Authorization", "Bearer " + key);
  }

  /** Requests that carry none. */
  public static RequestSpecification asNobody() {
    RequestSpecification byDefault = RestAssured.requestSpecification;
    RestAssured.requestSpecification = null;
    try {
      return RestAssured.given();
    } finally {
      RestAssured.requestSpecification = byDefault;
    }
  }

  /** Makes calls whose requests carry this key where none is said. */
  public static <T> T useMeanwhile(String key, Supplier<T> calls) {
    useByDefault(key);
    try {
      return calls.get();
    } finally {
      useByDefault(OPERATOR);
    }
  }

  static void useByDefault(String key) {
    RestAssured.requestSpecification =
        new RequestSpecBuilder()
            .setConfig(
                RestAssured.config()
                    .headerConfig(
                        HeaderConfig.headerConfig().overwriteHeadersWithName("Authorization")))
            .addHeader("Authorization", "Bearer " + key)
            .build();
  }
}
