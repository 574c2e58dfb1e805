package io.baton.api.fuzz;

import static io.baton.api.platform.TestApi.claim;
import static io.baton.api.platform.TestApi.createDataset;
import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.submit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.baton.api.platform.ContractDocument;
import io.baton.api.platform.ContractDocument.Operation;
import io.baton.api.platform.PlatformTest;
import io.baton.protocol.client.Json;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.job.Job;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.problem.Problem;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Sends good requests and nonsense to every operation of the contract. {@code -Dfuzz.seed} repeats
 * a run, {@code -Dfuzz.requests} is how many each operation gets.
 */
@QuarkusTest
class ContractFuzzTest extends PlatformTest {
  private static final int REQUESTS = Integer.getInteger("fuzz.requests", 10);
  private static final int ROUNDS_BETWEEN_GOOD_ONES = 5;
  private static final int ROUNDS_ON_ONE_DATABASE = 50;

  /** What belongs into the log and not into an answer. */
  private static final Pattern INTERNALS =
      Pattern.compile(
          "Exception|io\\.baton|java\\.(lang|util)|jakarta|hibernate|jackson|org\\.postgres|SQL"
              + "|violates|constraint \"");

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void whatever_comes_in_is_answered_as_the_contract_says() {
    long seed = Long.getLong("fuzz.seed", 1);
    System.out.println("The fuzz's seed is " + seed + ": repeat it with -Dfuzz.seed=" + seed);
    ContractDocument document = ContractDocument.served();
    Random random = new Random(seed);
    SampleValues samples = new SampleValues(document, random);
    FuzzRequests requests = new FuzzRequests(samples, new Nonsense(random), random);
    Map<String, Answer> wrong = new LinkedHashMap<>();
    Map<Integer, Integer> answers = new TreeMap<>();
    List<Operation> operations = document.operations();
    for (int round = 0; round < REQUESTS; round++) {
      if (round % ROUNDS_ON_ONE_DATABASE == 0) {
        startAnew();
      }
      meetReality(samples);
      Collections.shuffle(operations, random);
      for (Operation operation : operations) {
        boolean good = round % ROUNDS_BETWEEN_GOOD_ONES == 0;
        Answer answer = send(good ? requests.good(operation) : requests.bad(operation));
        answers.merge(answer.status(), 1, Integer::sum);
        fault(operation, answer)
            .ifPresent(fault -> wrong.putIfAbsent(operation + ": " + fault, answer));
      }
    }
    System.out.println("The fuzz was answered, by status: " + answers);
    assertThat(wrong).as("answers that the contract does not allow, seed %d", seed).isEmpty();
    assertThat(get("/q/health/ready").statusCode()).isEqualTo(200);
    assertThat(createDataset()).isNotNull();
  }

  /** Names of things that are there, so that not everything ends at 404. */
  private static void meetReality(SampleValues samples) {
    DatasetId dataset = readyDataset();
    Job job = submit(spec(dataset));
    claim("node-a");
    JsonNodeFactory json = JsonNodeFactory.instance;
    samples.learn("DatasetId", json.textNode(dataset.value()));
    samples.learn("JobId", json.textNode(job.id().value()));
    samples.learn("Attempt", json.numberNode(1));
    samples.learn("NodeId", json.textNode("node-a"));
    samples.learn("PoolName", json.textNode("local"));
    samples.learn("BaseModel", json.textNode("tiny"));
    samples.learn("OwnerName", json.textNode("operator"));
    samples.learn("Labels", json.objectNode().put("team", "a"));
  }

  private static Optional<String> fault(Operation operation, Answer answer) {
    if (answer.status() >= 500 && !tellsThatNoAutoscalerIsThere(operation, answer)) {
      return Optional.of("ended with " + answer.status());
    }
    if (!operation.node().path("responses").has(Integer.toString(answer.status()))) {
      return Optional.of("answered " + answer.status() + ", which the contract does not name");
    }
    return answer.status() >= 400 ? problemFault(answer) : Optional.empty();
  }

  /** The only trouble of the service's own that is right here: no autoscaler runs beside it. */
  private static boolean tellsThatNoAutoscalerIsThere(Operation operation, Answer answer) {
    return answer.status() == 503
        && operation.node().path("responses").has("503")
        && answer.body().contains("\"" + ErrorCode.AUTOSCALER_UNAVAILABLE.code() + "\"");
  }

  private static Optional<String> problemFault(Answer answer) {
    if (!answer.type().startsWith(Problem.MEDIA_TYPE)) {
      return Optional.of("answered an error that is " + answer.type());
    }
    try {
      Problem problem = Json.mapper().readValue(answer.body(), Problem.class);
      if (problem.status() != answer.status() || problem.code().status() != answer.status()) {
        return Optional.of("says another status than it has");
      }
      if (problem.detail() == null || problem.detail().isBlank()) {
        return Optional.of("does not say what is wrong");
      }
      return INTERNALS.matcher(answer.body()).find()
          ? Optional.of("shows internals")
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.of("is no problem document: " + e.getOriginalMessage());
    }
  }

  /** A server may close a connection between two requests; a request that ends two is at fault. */
  private Answer send(HttpRequest request) {
    try {
      return sendOnce(request);
    } catch (UncheckedIOException closed) {
      return sendOnce(request);
    }
  }

  private Answer sendOnce(HttpRequest request) {
    try {
      HttpResponse<InputStream> response =
          http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      String type = response.headers().firstValue("Content-Type").orElse("");
      try (InputStream body = response.body()) {
        // A stream of events has no end.
        String text =
            type.startsWith("text/event-stream")
                ? ""
                : new String(body.readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(request, response.statusCode(), type, text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(request.toString(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return fail(e);
    }
  }

  private record Answer(HttpRequest request, int status, String type, String body) {
    @Override
    public String toString() {
      String shown = request + " -> " + status + " " + type + " " + body;
      return shown.length() > 600 ? shown.substring(0, 600) + "…" : shown;
    }
  }
}
