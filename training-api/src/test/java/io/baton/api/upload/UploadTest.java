package io.baton.api.upload;

import static io.baton.api.platform.TestApi.call;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.job;
import static io.baton.api.platform.TestApi.post;
import static io.baton.api.platform.TestApi.read;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.release;
import static io.baton.api.platform.TestApi.send;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.submit;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.platform.PlatformTest;
import io.baton.api.storage.ObjectStorage;
import io.baton.protocol.job.Job;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.problem.Problem;
import io.baton.protocol.storage.PartRequest;
import io.baton.protocol.storage.SignedParts;
import io.baton.protocol.storage.Upload;
import io.baton.protocol.storage.UploadCompletion;
import io.baton.protocol.storage.UploadStart;
import io.baton.protocol.work.Grant;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the real S3 server. */
@QuarkusTest
class UploadTest extends PlatformTest {
  private static final int MIB = 1 << 20;

  @Inject ObjectStorage storage;
  @Inject AbandonedUploads abandoned;

  @Test
  void a_large_object_comes_in_parts_through_signed_urls() throws IOException {
    submit(spec(readyDataset()));
    Grant grant = grantTo("node-a");
    byte[] content = new byte[12 * MIB];
    new Random(7).nextBytes(content);
    Upload upload = start(grant, "big", content.length);
    assertThat(upload.parts()).isEqualTo(3);

    UploadCompletion completion = sendParts(grant, upload, content);
    assertThat(complete(grant, upload, completion)).isEqualTo(204);
    assertThat(complete(grant, upload, completion)).isEqualTo(204);

    try (InputStream stored = storage.open(upload.key()).orElseThrow()) {
      assertThat(Arrays.equals(stored.readAllBytes(), content)).isTrue();
    }
  }

  @Test
  void a_completion_whose_answer_was_lost_may_be_repeated() {
    submit(spec(readyDataset()));
    Grant grant = grantTo("node-a");
    Upload upload = start(grant, "big", 3);
    UploadCompletion completion = sendParts(grant, upload, new byte[3]);
    assertThat(complete(grant, upload, completion)).isEqualTo(204);
    // The service died between storage's answer and its own commit.
    tables.execute("update multipart_upload set completed_at = null");
    assertThat(complete(grant, upload, completion)).isEqualTo(204);
    assertThat(tables.count("select count(completed_at) from multipart_upload")).isEqualTo(1);
  }

  @Test
  void parts_that_storage_does_not_hold_as_said_make_no_object() {
    submit(spec(readyDataset()));
    Grant grant = grantTo("node-a");
    Upload upload = start(grant, "big", 6 * MIB);
    UploadCompletion sent = sendParts(grant, upload, new byte[6 * MIB]);
    UploadCompletion wrong =
        new UploadCompletion(
            List.of(sent.parts().get(0), new UploadCompletion.UploadedPart(2, "0".repeat(32))));
    assertThat(
            read(call(grant, "uploads/" + upload.id() + "/complete", wrong), 422, Problem.class)
                .code())
        .isEqualTo(ErrorCode.OBJECT_MISSING);
    UploadCompletion half = new UploadCompletion(sent.parts().subList(0, 1));
    assertThat(
            read(call(grant, "uploads/" + upload.id() + "/complete", half), 422, Problem.class)
                .detail())
        .contains("all 2 parts");
    assertThat(storage.size(upload.key())).isEmpty();
    assertThat(complete(grant, upload, sent)).isEqualTo(204);
  }

  @Test
  void an_object_of_another_size_than_was_said_is_refused() {
    submit(spec(readyDataset()));
    Grant grant = grantTo("node-a");
    Upload upload = start(grant, "big", 10);
    UploadCompletion completion = sendParts(grant, upload, new byte[9]);
    Problem problem =
        read(call(grant, "uploads/" + upload.id() + "/complete", completion), 422, Problem.class);
    assertThat(problem.code()).isEqualTo(ErrorCode.OBJECT_MISSING);
    assertThat(problem.detail()).contains("10 bytes").contains("but 9");
  }

  @Test
  void an_upload_that_is_given_up_leaves_nothing() {
    submit(spec(readyDataset()));
    Grant grant = grantTo("node-a");
    Upload upload = start(grant, "big", 6 * MIB);
    sendParts(grant, upload, new byte[6 * MIB]);
    assertThat(partsInStorage(upload)).isPositive();
    String path = path(grant) + "/" + upload.id();
    assertThat(given().delete(path).statusCode()).isEqualTo(204);
    assertThat(partsInStorage(upload)).isZero();
    assertThat(given().delete(path).statusCode()).isEqualTo(404);
  }

  @Test
  void unfinished_uploads_go_when_their_attempt_is_over() {
    Job job = submit(spec(readyDataset()));
    Grant first = grantTo("node-a");
    Upload superseded = start(first, "big", 6 * MIB);
    sendParts(first, superseded, new byte[6 * MIB]);
    abandoned.sweepAll();
    assertThat(partsInStorage(superseded)).isPositive();

    release(first, 0);
    Grant second = grantTo("node-b");
    Upload live = start(second, "big", 6 * MIB);
    sendParts(second, live, new byte[6 * MIB]);
    abandoned.sweepAll();
    assertThat(partsInStorage(superseded)).isZero();
    assertThat(partsInStorage(live)).isPositive();

    post("/v1/jobs/" + job.id() + "/cancel", "{}");
    abandoned.sweepAll();
    assertThat(partsInStorage(live)).isZero();
    assertThat(tables.count("select count(*) from multipart_upload")).isZero();
  }

  @Test
  void the_row_of_a_completed_upload_goes_and_its_object_stays() {
    submit(spec(readyDataset()));
    Grant grant = grantTo("node-a");
    Upload upload = start(grant, "big", 3);
    complete(grant, upload, sendParts(grant, upload, new byte[3]));
    release(grant, 0);
    abandoned.sweepAll();
    assertThat(tables.count("select count(*) from multipart_upload")).isZero();
    assertThat(storage.size(upload.key())).hasValue(3);
  }

  @Test
  void an_upload_whose_start_the_service_did_not_survive_is_forgotten_after_a_while() {
    submit(spec(readyDataset()));
    Grant grant = grantTo("node-a");
    start(grant, "big", 3);
    tables.execute("update multipart_upload set storage_id = null");
    release(grant, 0);
    abandoned.sweepAll();
    assertThat(tables.count("select count(*) from multipart_upload")).isEqualTo(1);
    clock.advance(Duration.ofMinutes(6));
    abandoned.sweepAll();
    assertThat(tables.count("select count(*) from multipart_upload")).isZero();
  }

  @Test
  void a_stale_attempt_uploads_nothing() {
    Job job = submit(spec(readyDataset()));
    Grant stale = grantTo("node-a");
    Upload upload = start(stale, "big", 3);
    UploadCompletion completion = sendParts(stale, upload, new byte[3]);
    release(stale, 0);
    grantTo("node-b");
    List<String> before = tables.everythingOf(job.id().value());
    String id = "uploads/" + upload.id();
    assertThat(
            List.of(
                call(stale, "uploads", startOf(stale, "more", 3)).statusCode(),
                call(stale, id + "/parts", new PartRequest(List.of(1))).statusCode(),
                call(stale, id + "/complete", completion).statusCode(),
                given().delete(path(stale) + "/" + upload.id()).statusCode()))
        .containsOnly(409);
    assertThat(tables.everythingOf(job.id().value())).isEqualTo(before);
    assertThat(storage.size(upload.key())).isEmpty();
    assertThat(job(job).attempt().orElseThrow().number()).isEqualTo(2);
  }

  @Test
  void uploads_of_other_attempts_and_jobs_do_not_exist() {
    submit(spec(readyDataset()));
    Grant one = grantTo("node-a");
    submit(spec(readyDataset()));
    Grant other = grantTo("node-b");
    Upload upload = start(one, "big", 3);
    assertThat(
            call(other, "uploads/" + upload.id() + "/parts", new PartRequest(List.of(1)))
                .statusCode())
        .isEqualTo(404);
    Problem problem = read(call(other, "uploads", startOf(one, "x", 3)), 422, Problem.class);
    assertThat(problem.detail()).contains("must lie below");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"key\":\"K\",\"size\":0}",
        "{\"key\":\"K\",\"size\":10,\"partSize\":100}",
        "{\"key\":\"K\",\"size\":5497558138880,\"partSize\":5242880}",
        "{\"key\":\"K/../../x\",\"size\":10}",
        "{\"size\":10}"
      })
  void an_upload_that_makes_no_sense_is_refused_with_a_sentence(String body) {
    submit(spec(readyDataset()));
    Grant grant = grantTo("node-a");
    Problem problem =
        read(
            call(grant, "uploads", body.replace("K", grant.attemptPrefix() + "k")),
            422,
            Problem.class);
    assertThat(problem.code()).isEqualTo(ErrorCode.INVALID_FIELD);
    assertThat(problem.detail()).endsWith(".");
  }

  private static UploadStart startOf(Grant grant, String name, long size) {
    return new UploadStart(grant.attemptPrefix() + name, size, Optional.of(UploadStart.MIN_PART));
  }

  private static Upload start(Grant grant, String name, long size) {
    return read(call(grant, "uploads", startOf(grant, name, size)), 201, Upload.class);
  }

  /** Sends all parts, whatever their size should be. */
  private static UploadCompletion sendParts(Grant grant, Upload upload, byte[] content) {
    List<Integer> numbers = new ArrayList<>();
    for (int number = 1; number <= upload.parts(); number++) {
      numbers.add(number);
    }
    SignedParts signed =
        read(
            call(grant, "uploads/" + upload.id() + "/parts", new PartRequest(numbers)),
            200,
            SignedParts.class);
    List<UploadCompletion.UploadedPart> parts = new ArrayList<>();
    int from = 0;
    for (SignedParts.SignedPart part : signed.parts()) {
      int until = Math.min(content.length, from + (int) part.size());
      HttpResponse<byte[]> answer =
          send(
              HttpRequest.newBuilder(part.url())
                  .PUT(
                      HttpRequest.BodyPublishers.ofByteArray(
                          Arrays.copyOfRange(content, from, until))));
      assertThat(answer.statusCode()).isEqualTo(200);
      parts.add(
          new UploadCompletion.UploadedPart(
              part.number(), answer.headers().firstValue("ETag").orElseThrow()));
      from = until;
    }
    return new UploadCompletion(parts);
  }

  private static int complete(Grant grant, Upload upload, UploadCompletion completion) {
    return call(grant, "uploads/" + upload.id() + "/complete", completion).statusCode();
  }

  private static String path(Grant grant) {
    return "/v1/jobs/" + grant.job() + "/attempts/" + grant.attempt() + "/uploads";
  }

  /** The local S3 server keeps parts as objects of their own, whose names end like this. */
  private long partsInStorage(Upload upload) {
    return storage.list(".mpus-").stream().filter(name -> name.contains(upload.key())).count();
  }
}
