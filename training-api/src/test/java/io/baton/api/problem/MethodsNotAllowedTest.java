package io.baton.api.problem;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.platform.ContractDocument;
import io.baton.api.platform.PlatformTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

@QuarkusTest
class MethodsNotAllowedTest extends PlatformTest {
  private static final Set<String> METHODS = Set.of("GET", "PUT", "POST", "DELETE", "PATCH");
  private static final Set<String> OF_THE_PROTOCOL = Set.of("HEAD", "OPTIONS");

  /** The contract's methods by path. */
  private static Map<String, Set<String>> served() {
    Map<String, Set<String>> served = new TreeMap<>();
    for (ContractDocument.Operation operation : ContractDocument.served().operations()) {
      served
          .computeIfAbsent(operation.path(), path -> new TreeSet<>())
          .add(operation.method().toUpperCase(Locale.ROOT));
    }
    return served;
  }

  @Test
  void a_method_that_an_address_lacks_is_answered_with_those_that_it_has() {
    List<String> wrong = new ArrayList<>();
    served()
        .forEach(
            (path, methods) -> {
              for (String method : METHODS) {
                if (!methods.contains(method)) {
                  String answer = told(method, path.replaceAll("\\{[^}]*}", "1"));
                  if (!answer.equals("405 " + methods)) {
                    wrong.add(method + " " + path + ": " + answer + ", not " + methods);
                  }
                }
              }
            });

    assertThat(wrong).isEmpty();
  }

  private static String told(String method, String path) {
    Response answer = given().contentType("application/json").request(method, path);
    Set<String> allowed = new TreeSet<>();
    if (answer.header("Allow") != null) {
      allowed.addAll(Arrays.asList(answer.header("Allow").split(", ")));
      allowed.removeAll(OF_THE_PROTOCOL);
    }
    return answer.statusCode() + " " + allowed;
  }

  @Test
  void an_address_that_is_none_stays_not_found() {
    assertThat(given().post("/v1/pools/gpu/nothing").statusCode()).isEqualTo(404);
    assertThat(given().get("/v1/jobs/job-none").statusCode()).isEqualTo(404);
  }
}
