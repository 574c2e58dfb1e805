package io.baton.api.problem;

import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.post;
import static io.baton.api.platform.TestApi.read;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.platform.PlatformTest;
import io.baton.protocol.problem.Problem;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever comes in, the answer is a problem document that says what is wrong. */
@QuarkusTest
class BadInputTest extends PlatformTest {
  private static final String TRAINING = "'training':{'instancePrompt':'sks','maxTrainSteps':60%s}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        // method | path | body | status | code | part of the detail
        "GET    | /v1/nothing | | 404 | not-found | /v1/nothing",
        "GET    | /v1/jobs/job-none | | 404 | not-found | no job job-none",
        "GET    | /v1/jobs/NOT-A-NAME | | 404 | not-found | a-z",
        "GET    | /v1/jobs/job-none/attempts | | 404 | not-found | no job job-none",
        "GET    | /v1/jobs/job-none/artifact | | 404 | not-found | no job job-none",
        "POST   | /v1/jobs/job-none/cancel | {} | 404 | not-found | no job job-none",
        "POST   | /v1/jobs/job-none/attempts/1/heartbeat | {'phase':'training','step':1} | 404 | not-found | no job",
        "POST   | /v1/jobs/job-none/attempts/0/heartbeat | {'phase':'training','step':1} | 404 | not-found | at least 1",
        "POST   | /v1/jobs/job-none/attempts/x/heartbeat | {'phase':'training','step':1} | 404 | not-found | whole number",
        "GET    | /v1/datasets/data-none | | 404 | not-found | no dataset",
        "POST   | /v1/datasets/data-none/finalize | {} | 404 | not-found | no dataset",
        "GET    | /v1/nodes/unseen | | 404 | not-found | unseen",
        "DELETE | /v1/jobs | | 405 | method-not-allowed | /v1/jobs",
        "POST   | /v1/jobs | | 400 | malformed-request | body",
        "POST   | /v1/jobs | null | 400 | malformed-request | body",
        "POST   | /v1/jobs | [] | 400 | malformed-request | JSON object",
        "POST   | /v1/jobs | 3 | 400 | malformed-request | JSON object",
        "POST   | /v1/jobs | {'a': | 400 | malformed-request | line 1",
        "POST   | /v1/datasets | {'name':'a'} {} | 400 | malformed-request | ",
        "POST   | /v1/datasets | {'name':'a','name':'b'} | 400 | malformed-request | Duplicate",
        "POST   | /v1/datasets | {'name':'a','nmae':'b'} | 400 | unknown-field | 'nmae'",
        "POST   | /v1/datasets | {} | 422 | invalid-field | 'name' is missing",
        "POST   | /v1/datasets | {'name':3} | 422 | invalid-field | 'name' must be text",
        "POST   | /v1/datasets | {'name':' '} | 422 | invalid-field | 'name' must not be blank",
        "POST   | /v1/datasets/data-none/files | {'files':[{'name':'../a.png','size':1,'sha256':'x'}]} | 422 | invalid-field | files[0].name",
        "POST   | /v1/datasets/data-none/files | {'files':[{'name':'a.gif','size':1,'sha256':'x'}]} | 422 | invalid-field | .jpg",
        "POST   | /v1/datasets/data-none/files | {'files':'x'} | 422 | invalid-field | 'files' must be a list",
        "POST   | /v1/datasets/data-none/files | {'files':[]} | 422 | invalid-field | files",
        "POST   | /v1/datasets/data-none/files | {'files':[null]} | 422 | invalid-field | hold null",
        "POST   | /v1/jobs/job-none/attempts/1/heartbeat | {'phase':'training'} | 422 | invalid-field | 'step' is missing",
        "POST   | /v1/work | {'node':'a b'} | 422 | invalid-field | 'node' must be 1 to 128",
        "POST   | /v1/work | {'node':{'a':1}} | 422 | invalid-field | node",
        "GET    | /v1/jobs?limit=0 | | 422 | invalid-field | 'limit' must be from 1 to 200",
        "GET    | /v1/jobs?limit=many | | 422 | invalid-field | 'limit' must be a whole number",
        "GET    | /v1/jobs?status=done | | 422 | invalid-field | pending, running",
        "GET    | /v1/jobs?status=running,done | | 422 | invalid-field | not 'done'",
        "GET    | /v1/jobs?status= | | 422 | invalid-field | 'status' has no value: give one, or leave it out",
        "GET    | /v1/jobs?stauts=running | | 400 | unknown-field | 'stauts' is not a query parameter here; it may be one of createdAfter",
        "GET    | /v1/jobs/counts?limit=3 | | 400 | unknown-field | 'limit' is not",
        "GET    | /v1/jobs/job-none?verbose | | 400 | unknown-field | this address has none",
        "GET    | /v1/jobs?label=%3Dx | | 422 | invalid-field | 'label' must be 'key' or 'key=value'",
        "GET    | /v1/jobs?label=a= | | 422 | invalid-field | 'label' must be 'key' or 'key=value'",
        "GET    | /v1/jobs?createdAfter=yesterday | | 422 | invalid-field | 'createdAfter' must be a time such as",
        "GET    | /v1/jobs?createdBefore=%2B12026-01-01T00:00:00Z | | 422 | invalid-field | 'createdBefore' must be from 0001-01-01T00:00:00Z to 9999",
        "GET    | /v1/jobs?dataset=A%20B | | 422 | invalid-field | 'dataset' must be 1 to 64",
        "GET    | /v1/jobs?node=a%00 | | 422 | invalid-field | 'node' must be 1 to 128",
        "GET    | /v1/jobs?owner=a%20b | | 422 | invalid-field | 'owner' must be 1 to 128",
        "GET    | /v1/jobs?cursor=OTk5OTk5OTk5OTk5OTk5OTk5LzE | | 422 | invalid-field | nextCursor",
        "POST   | /v1/jobs/job-none/retry | | 404 | not-found | no job job-none",
        "POST   | /v1/jobs/job-none/extend | {'maxTrainSteps':9} | 404 | not-found | no job job-none",
        "POST   | /v1/jobs/job-none/extend | {} | 422 | invalid-field | 'maxTrainSteps' is missing",
        "POST   | /v1/jobs/job-none/extend | | 400 | malformed-request | body",
        "PUT    | /v1/jobs/job-none/priority | {'priority':1} | 404 | not-found | no job job-none",
        "PUT    | /v1/jobs/job-none/priority | {'priority':'high'} | 422 | invalid-field | 'priority' must be a whole number",
        "PUT    | /v1/jobs/job-none/labels | {'a':'b'} | 404 | not-found | no job job-none",
        "PUT    | /v1/jobs/job-none/labels | {'a b':'c'} | 422 | invalid-field | keys of 1 to 63",
        "PUT    | /v1/jobs/job-none/labels | {'a':3} | 422 | invalid-field | must be text",
        "PUT    | /v1/jobs/job-none/labels | [] | 400 | malformed-request | JSON object",
        "GET    | /v1/jobs?cursor=zzz | | 422 | invalid-field | nextCursor",
        "GET    | /v1/pools/UPPER/demand | | 404 | not-found | pool",
      })
  void request_is_answered_by_a_problem(
      String method, String path, String body, int status, String code, String part) {
    requireProblem(send(method, path, json(body)), status, code, part);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'datasetId':'d','baseModel':'tiny' | 'training' is missing",
        "'baseModel':'tiny',%s | 'datasetId' is missing",
        "'datasetId':'d',%s | 'baseModel' is missing",
        "'datasetId':'d','baseModel':'../../etc',%s | 'baseModel' must be",
        "'datasetId':'d','baseModel':'tiny','priority':5000,%s | 'priority' must be from -1000",
        "'datasetId':'d','baseModel':'tiny','priority':1.5,%s | 'priority' must be a whole number",
        "'datasetId':'d','baseModel':'tiny','priority':'5',%s | 'priority' must be a whole number",
        "'datasetId':'d','baseModel':'tiny','priority':99999999999,%s | priority",
        "'datasetId':'d','baseModel':'tiny','budgets':{'maxFailures':0},%s | 'budgets.maxFailures' must be",
        "'datasetId':'d','baseModel':'tiny','webhook':{'url':'ftp://x','secret':'s'},%s | webhook.url",
        "'datasetId':'d','baseModel':'tiny','webhook':{'url':'http://x','secret':'s'},%s | webhook.secret",
        "'datasetId':'d','baseModel':'tiny','training':{'instancePrompt':'x'} | 'training.maxTrainSteps' is missing",
        "'datasetId':'d','baseModel':'tiny','training':{'instancePrompt':'x','maxTrainSteps':6,'rank':'big'} | 'training.rank' must be a whole number",
        "'datasetId':'d','baseModel':'tiny','training':{'instancePrompt':'x','maxTrainSteps':6,'optimizer':{'prodigyBeta3':0.9}} | 'training.optimizer.prodigyBeta3' has no effect with optimizer adamw",
        "'datasetId':'d','baseModel':'tiny','training':{'instancePrompt':'x','maxTrainSteps':6,'optimizer':{'name':'prodigy'},'textEncoders':{'textEncoderLr':1}} | 'training.textEncoders.textEncoderLr' has no effect",
        "'datasetId':'d','baseModel':'tiny','training':{'instancePrompt':'x','maxTrainSteps':6,'prior':{'classPrompt':'c','classDatasetId':'A B'}} | 'training.prior.classDatasetId' must be 1 to 64",
        "'datasetId':'d','baseModel':'tiny','training':{'instancePrompt':'x','maxTrainSteps':6,'checkpointingSteps':'often'} | 'training.checkpointingSteps' must be a whole number",
        "'datasetId':'d','baseModel':'tiny','training':{'instancePrompt':'x','maxTrainSteps':6,'prior':true} | 'training.prior' must be",
        "'datasetId':'d','baseModel':'tiny','training':{'instancePrompt':'x','numTrainEpochs':'many'} | 'training.numTrainEpochs' must be a whole number",
        "'datasetId':'d','baseModel':'tiny','training':{'instancePrompt':'x','maxTrainSteps':6,'resolution':33} | 'training.resolution' must be a multiple of 8",
        "'datasetId':'d','baseModel':'tiny','training':{'instancePrompt':'x','maxTrainSteps':6,'mixedPrecision':'fp8'} | 'training.mixedPrecision' must be one of no, bf16, fp16",
        "'datasetId':'d','baseModel':'tiny','training':{'instancePrompt':'x','maxTrainSteps':6,'learningRate':'NaN'} | learningRate",
        "'datasetId':'d','baseModel':'tiny',%s | 'datasetId' names no dataset",
      })
  void spec_is_refused_by_the_name_of_its_field(String fields, String part) {
    String body = "{" + fields.formatted(TRAINING.formatted("")) + "}";
    requireProblem(send("POST", "/v1/jobs", json(body)), 422, "invalid-field", part);
  }

  @Test
  void an_unknown_option_of_a_group_is_named_with_its_path() {
    String body =
        "{'datasetId':'d','baseModel':'tiny',"
            + TRAINING.formatted(",'schedule':{'lrWarmup':1}")
            + "}";
    requireProblem(
        send("POST", "/v1/jobs", json(body)), 400, "unknown-field", "'training.schedule.lrWarmup'");
  }

  @Test
  void an_unknown_option_is_named() {
    String body =
        "{'datasetId':'d','baseModel':'tiny'," + TRAINING.formatted(",'lerningRate':1") + "}";
    requireProblem(
        send("POST", "/v1/jobs", json(body)), 400, "unknown-field", "'training.lerningRate'");
  }

  @Test
  void a_body_that_is_not_json_by_its_type_is_refused() {
    Response response = given().contentType("text/plain").body("x").post("/v1/jobs");
    requireProblem(response, 415, "unsupported-media-type", "application/json");
  }

  @Test
  void an_answer_that_is_not_json_cannot_be_had() {
    Response response = given().accept("image/png").get("/v1/jobs");
    requireProblem(response, 406, "not-acceptable", "application/json");
  }

  @Test
  void a_body_that_is_too_large_is_refused() {
    Response response = post("/v1/jobs", "\"" + "x".repeat(5_000_000) + "\"");
    requireProblem(response, 413, "too-large", "bytes");
  }

  @Test
  void an_address_that_cannot_be_decoded_is_refused() throws IOException {
    String answer = sendRaw("GET /v1/jobs/%ZZ HTTP/1.0\r\n\r\n");
    // Ended by the HTTP layer below the service, so without a document.
    assertThat(answer).startsWith("HTTP/1.0 400").doesNotContain("Exception");
  }

  private static String sendRaw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void text_with_a_null_character_is_refused() {
    requireProblem(post("/v1/datasets", "{\"name\":\"a\\u0000b\"}"), 422, "invalid-field", "name");
  }

  @Test
  void nothing_of_all_that_is_left_behind() {
    assertThat(get("/v1/jobs").asString()).contains("\"jobs\":[]");
  }

  private static Response send(String method, String path, String body) {
    var request = given().contentType("application/json").urlEncodingEnabled(false);
    return (body == null ? request : request.body(body)).request(method, path);
  }

  private static String json(String singleQuoted) {
    return singleQuoted == null ? null : singleQuoted.replace('\'', '"');
  }

  private static void requireProblem(Response response, int status, String code, String part) {
    Problem problem = read(response, status, Problem.class);
    assertThat(response.contentType()).startsWith(Problem.MEDIA_TYPE);
    assertThat(problem.status()).isEqualTo(status);
    assertThat(problem.code().code()).isEqualTo(code);
    assertThat(problem.detail()).contains(part == null ? "" : part);
    assertThat(response.asString()).doesNotContain("Exception").doesNotContain("io.baton");
  }
}
