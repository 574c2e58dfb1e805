package io.baton.api.pool;

import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.workRequest;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.platform.PlatformTest;
import io.baton.api.platform.TestApi;
import io.baton.api.platform.TestKeys;
import io.baton.protocol.access.ApiKey;
import io.baton.protocol.checkpoint.StoredFile;
import io.baton.protocol.client.ApiEndpoint;
import io.baton.protocol.client.JobsClient;
import io.baton.protocol.client.WorkClient;
import io.baton.protocol.idempotency.IdempotencyKey;
import io.baton.protocol.job.JobBatch;
import io.baton.protocol.job.JobSpec;
import io.baton.protocol.pool.ReallocationRules;
import io.baton.protocol.storage.AccessMethod;
import io.baton.protocol.storage.AccessRequest;
import io.baton.protocol.work.Completion;
import io.baton.protocol.work.Failure;
import io.baton.protocol.work.FailureClass;
import io.baton.protocol.work.Grant;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Forty nodes work off two hundred jobs; one of them fails each job that it gets, at once. */
@QuarkusTest
class OneBadNodeTest extends PlatformTest {
  private static final int NODES = 40;
  private static final int JOBS = 200;
  private static final String BAD = "node-0";

  @TestHTTPResource("/")
  URI address;

  @Test
  void one_bad_node_among_forty_fails_few_jobs_and_all_complete() throws Exception {
    ApiEndpoint api =
        new ApiEndpoint(
            address, Optional.of(new ApiKey(TestKeys.OPERATOR)), Duration.ofSeconds(30));
    JobSpec job = spec(readyDataset());
    new JobsClient(api)
        .submit(new JobBatch(Collections.nCopies(JOBS, job)), IdempotencyKey.random());
    WorkClient work = new WorkClient(api);
    // So that the bad one is sure to have its share.
    failOne(work, work.claim(workRequest(BAD)).orElseThrow());

    AtomicInteger completed = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(NODES);
    try {
      List<Future<?>> nodes = new ArrayList<>();
      nodes.add(
          threads.submit(
              () -> {
                while (completed.get() < JOBS) {
                  work.claim(workRequest(BAD)).ifPresent(grant -> failOne(work, grant));
                }
              }));
      for (int i = 1; i < NODES; i++) {
        String node = "node-" + i;
        nodes.add(
            threads.submit(
                () -> {
                  while (completed.get() < JOBS) {
                    Optional<Grant> grant = work.claim(workRequest(node));
                    if (grant.isPresent()) {
                      completeOne(work, grant.get());
                      completed.incrementAndGet();
                    }
                  }
                }));
      }
      for (Future<?> node : nodes) {
        node.get();
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(tables.count("select count(*) from job where status = 'completed'")).isEqualTo(JOBS);
    assertThat(tables.rows("select node_id from attempt where outcome = 'failed'"))
        .hasSizeBetween(1, ReallocationRules.DEFAULT.maxFailures())
        .containsOnly(BAD);
  }

  private static void failOne(WorkClient work, Grant grant) {
    work.fail(
        grant.job(),
        grant.attempt(),
        new Failure(FailureClass.GPU_ERROR, "CUDA error: an illegal memory access.", List.of()));
  }

  private static void completeOne(WorkClient work, Grant grant) {
    String name = "pytorch_lora_weights.safetensors";
    String key = grant.attemptPrefix() + name;
    byte[] lora = {1, 2, 3};
    URI url =
        work.access(
                grant.job(),
                grant.attempt(),
                new AccessRequest(List.of(new AccessRequest.ObjectAccess(key, AccessMethod.PUT))))
            .urls()
            .get(0)
            .url();
    TestApi.put(url, lora);
    StoredFile file = new StoredFile(name, key, lora.length, TestApi.sha256(lora));
    work.complete(grant.job(), grant.attempt(), new Completion(TestApi.STEPS, List.of(file)));
  }
}
