package io.baton.node.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.baton.node.api.ApiReachability;
import io.baton.node.api.AttemptCalls;
import io.baton.node.fixture.FakeApi;
import io.baton.node.fixture.SettableClock;
import io.baton.protocol.client.ApiEndpoint;
import io.baton.protocol.client.Json;
import io.baton.protocol.client.WorkClient;
import io.baton.protocol.job.Attempt;
import io.baton.protocol.storage.AccessMethod;
import io.baton.protocol.work.WorkRequest;
import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import io.baton.sync.retry.Deadline;
import io.baton.sync.retry.Retry;
import io.baton.sync.store.ObjectKey;
import io.baton.sync.store.PartedUpload;
import io.baton.sync.store.PresignedStore;
import io.baton.sync.transfer.TransferSettings;
import io.baton.sync.transfer.Transfers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttemptPartsTest {
  private static final ObjectKey KEY = new ObjectKey("jobs/job-1/attempts/1/optimizer.bin");
  private static final int PART = 5 << 20;

  @TempDir Path directory;
  private FakeApi api;
  private AttemptCalls calls;

  @BeforeEach
  void claim() throws Exception {
    api = new FakeApi(10, 5);
    WorkClient client =
        new WorkClient(
            new ApiEndpoint(api.uri(), Optional.of(FakeApi.KEY), Duration.ofSeconds(30)));
    ObjectNode request = Json.mapper().createObjectNode();
    request.put("node", "node-1").put("pool", "local").put("host", "here").put("processId", 1);
    request.putObject("capabilities");
    assertThat(client.claim(Json.mapper().treeToValue(request, WorkRequest.class))).isPresent();
    calls =
        new AttemptCalls(
            client,
            FakeApi.JOB,
            new Attempt(1),
            new SettableClock(),
            new ApiReachability(failure -> {}));
  }

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void a_large_file_goes_in_parts_to_urls_that_the_api_signs() throws Exception {
    byte[] content = new byte[2 * PART + 1000];
    Arrays.fill(content, PART, 2 * PART, (byte) 'b');
    Path file = Files.write(directory.resolve("optimizer.bin"), content);
    PresignedStore store =
        new PresignedStore(
            (method, key) -> calls.signOnce(AccessMethod.valueOf(method.name()), key.value()),
            new AttemptParts(calls));
    Transfers transfers =
        new Transfers(store, TransferSettings.standard().partBytes(PART), Retry.standard());
    Deadline deadline = Deadline.after(Duration.ofSeconds(30));
    assertThat(transfers.send(KEY, file, () -> deadline)).isEqualTo(KEY);
    assertThat(api.puts())
        .containsExactlyInAnyOrder("parts/upload-0/1", "parts/upload-0/2", "parts/upload-0/3");
    assertThat(api.object(KEY.value())).isEqualTo(new String(content, StandardCharsets.UTF_8));
  }

  @Test
  void the_upload_of_an_earlier_attempt_is_unknown() {
    AttemptParts parts = new AttemptParts(calls);
    PartedUpload earlier = new PartedUpload(KEY, "upload-of-another-attempt");
    assertThatCode(() -> parts.sign(earlier, 1))
        .isInstanceOfSatisfying(
            SyncException.class,
            failure -> assertThat(failure.error()).isEqualTo(SyncError.UPLOAD_MISSING));
    assertThatCode(() -> parts.abort(earlier)).doesNotThrowAnyException();
  }
}
