package io.baton.api.job;

import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.api.platform.PlatformTest;
import io.baton.api.platform.TestKeys;
import io.baton.protocol.access.ApiKey;
import io.baton.protocol.access.OwnerName;
import io.baton.protocol.client.ApiEndpoint;
import io.baton.protocol.client.JobsClient;
import io.baton.protocol.client.RefusedException;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.idempotency.IdempotencyKey;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobBatch;
import io.baton.protocol.job.JobCounts;
import io.baton.protocol.job.JobEstimate;
import io.baton.protocol.job.JobExtension;
import io.baton.protocol.job.JobFilter;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobPage;
import io.baton.protocol.job.JobPriority;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.label.LabelSelector;
import io.baton.protocol.label.Labels;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The client that protocol has, against the running service. */
@QuarkusTest
class JobsClientTest extends PlatformTest {

  @Test
  void everything_that_owners_do_with_jobs_can_be_done_through_the_client() {
    JobsClient client = client(TestKeys.OPERATOR);
    DatasetId dataset = readyDataset();
    IdempotencyKey key = IdempotencyKey.random();
    JobBatch batch = new JobBatch(List.of(spec(dataset), spec(dataset)));
    List<JobId> ids = client.submit(batch, key).jobs();
    assertThat(client.submit(batch, key).jobs()).isEqualTo(ids);
    JobId id = ids.get(0);

    client.setLabels(id, new Labels(Map.of("team", "red & blue")));
    assertThat(client.setPriority(id, new JobPriority(5)).spec().priority()).isEqualTo(5);
    assertThat(client.extend(id, new JobExtension(90), IdempotencyKey.random()).progress())
        .extracting(Job.Progress::totalSteps)
        .isEqualTo(90);
    client.cancel(id);
    JobFilter filter =
        new JobFilter(
            JobFilter.of(JobStatus.CANCELED, JobStatus.FAILED).statuses(),
            List.of(LabelSelector.parse("team=red & blue")),
            Optional.of(client.job(id).createdAt()),
            Optional.of(client.job(id).createdAt().plusSeconds(1)),
            Optional.of(dataset),
            Optional.empty(),
            Optional.of(new OwnerName("operator")));
    assertThat(client.jobs(filter, Optional.empty(), 10).jobs())
        .extracting(Job::id)
        .containsExactly(id);
    assertThat(client.counts(JobFilter.ALL)).isEqualTo(new JobCounts(1, 0, 0, 0, 0, 1, 2));
    assertThat(client.retry(id, IdempotencyKey.random()).status()).isEqualTo(JobStatus.PENDING);
    JobPage first = client.jobs(JobFilter.of(JobStatus.PENDING), Optional.empty(), 1);
    JobPage second = client.jobs(JobFilter.of(JobStatus.PENDING), first.nextCursor(), 1);
    assertThat(List.of(first.jobs().get(0).id(), second.jobs().get(0).id()))
        .containsExactlyInAnyOrderElementsOf(ids);
    assertThat(client.estimate(spec(dataset)).basis()).isEqualTo(JobEstimate.Basis.NONE);
  }

  @Test
  void owners_neither_see_nor_count_nor_change_each_others_jobs_and_keys_do_not_meet() {
    IdempotencyKey key = new IdempotencyKey("the-same");
    JobsClient ann = client(TestKeys.user("ann"));
    JobsClient bob = client(TestKeys.user("bob"));
    DatasetId dataset = readyDataset();
    tables.execute("update dataset set owner = 'ann'");
    Job job = ann.submit(spec(dataset), key);

    assertThatThrownBy(() -> bob.submit(spec(dataset), key))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("there is no " + dataset);
    assertThat(bob.jobs(JobFilter.ALL, Optional.empty(), 10).jobs()).isEmpty();
    JobFilter anns = JobFilter.ALL.ownedBy(new OwnerName("ann"));
    assertThat(bob.jobs(anns, Optional.empty(), 10).jobs()).isEmpty();
    assertThat(bob.counts(anns).total()).isZero();
    assertThat(ann.counts(anns).total()).isEqualTo(1);
    assertThatThrownBy(() -> bob.setPriority(job.id(), new JobPriority(9)))
        .hasMessage("There is no job " + job.id() + ".");
    assertThatThrownBy(() -> bob.retry(job.id(), IdempotencyKey.random()))
        .hasMessage("There is no job " + job.id() + ".");
    assertThatThrownBy(() -> bob.extend(job.id(), new JobExtension(99), key))
        .hasMessage("There is no job " + job.id() + ".");
  }

  private static JobsClient client(String key) {
    URI api = URI.create("http://localhost:" + RestAssured.port);
    return new JobsClient(
        new ApiEndpoint(api, Optional.of(new ApiKey(key)), Duration.ofSeconds(30)));
  }
}
