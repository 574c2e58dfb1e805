package io.baton.api.property;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.access.OwnerScope;
import io.baton.api.attempt.AttemptOutcomes;
import io.baton.api.checkpoint.CheckpointCommits;
import io.baton.api.checkpoint.RetentionSweep;
import io.baton.api.job.JobChanges;
import io.baton.api.job.JobRestarts;
import io.baton.api.job.Jobs;
import io.baton.api.lease.Claims;
import io.baton.api.lease.Heartbeats;
import io.baton.api.lease.LeaseLapse;
import io.baton.api.lease.LeaseToken;
import io.baton.api.node.Bans;
import io.baton.api.platform.PlatformTest;
import io.baton.api.platform.TestApi;
import io.baton.api.problem.ProblemException;
import io.baton.api.storage.ObjectStorage;
import io.baton.protocol.access.OwnerName;
import io.baton.protocol.checkpoint.CheckpointCommit;
import io.baton.protocol.checkpoint.StoredFile;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.NodeRequirements;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.storage.AccessMethod;
import io.baton.protocol.work.Completion;
import io.baton.protocol.work.Failure;
import io.baton.protocol.work.FailureClass;
import io.baton.protocol.work.Grant;
import io.baton.protocol.work.Heartbeat;
import io.baton.protocol.work.Phase;
import io.baton.protocol.work.Release;
import io.baton.protocol.work.WorkRequest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.sessions.JqwikSession;
import org.junit.jupiter.api.Test;

/** Whatever nodes, users and clocks do in whatever order, the promises of the queue hold. */
@QuarkusTest
class QueuePromisesTest extends PlatformTest {
  private static final int SEQUENCES = 40;
  private static final int JOBS = 4;
  private static final byte[] LORA = {1, 2, 3};
  private static final OwnerName OWNER = new OwnerName("ann");

  @Inject Bans bans;
  @Inject Claims claims;
  @Inject Heartbeats heartbeats;
  @Inject AttemptOutcomes outcomes;
  @Inject Jobs jobs;
  @Inject JobChanges changes;
  @Inject CheckpointCommits checkpoints;
  @Inject JobRestarts restarts;
  @Inject RetentionSweep sweep;
  @Inject LeaseLapse lapse;
  @Inject ObjectStorage storage;

  private final List<JobId> submitted = new ArrayList<>();
  private final Map<String, NodeRequirements> requirements = new HashMap<>();
  private final List<Grant> grants = new ArrayList<>();

  /** Committed and not given up by the owner, whatever retention did with them. */
  private final Map<String, TreeSet<Integer>> committed = new HashMap<>();

  @Test
  void promises_hold_after_every_step_of_random_interleavings() {
    List<List<Step>> sequences = new ArrayList<>();
    JqwikSession.run(() -> Step.SEQUENCES.sampleStream().limit(SEQUENCES).forEach(sequences::add));
    for (List<Step> sequence : sequences) {
      run(sequence);
    }
  }

  private void run(List<Step> sequence) {
    startAnew();
    submitted.clear();
    requirements.clear();
    grants.clear();
    committed.clear();
    DatasetId dataset = dataset();
    for (int i = 0; i < JOBS; i++) {
      submit(dataset, i);
    }
    List<Step> done = new ArrayList<>();
    for (Step step : sequence) {
      done.add(step);
      try {
        take(step, dataset);
        invariants().requireAll();
      } catch (AssertionError | RuntimeException broken) {
        throw new AssertionError("after " + done, broken);
      }
    }
    requireThatEveryJobCanEnd();
  }

  /** Without files: no step of these sequences looks at storage. */
  private DatasetId dataset() {
    tables.execute(
        "insert into dataset (id, owner, name, status, created_at)"
            + " values ('d', 'ann', 'd', 'ready', now())");
    return new DatasetId("d");
  }

  private void submit(DatasetId dataset, int choice) {
    Job job = jobs.submit(OWNER, JobKind.spec(dataset, choice));
    submitted.add(job.id());
    requirements.put(job.id().value(), job.spec().requirements());
  }

  private void take(Step step, DatasetId dataset) {
    switch (step.kind()) {
      case SUBMIT -> submit(dataset, step.who());
      case CLAIM -> claim(node(step));
      case HEARTBEAT ->
          onGrant(step, g -> heartbeats.beat(token(g), beat(step)).await().indefinitely());
      case RELEASE -> onGrant(step, g -> outcomes.release(token(g), new Release("r", 1)));
      case FAIL -> onGrant(step, g -> fail(g, FailureClass.TRAINER_CRASH));
      case BAD_INPUT -> onGrant(step, g -> fail(g, FailureClass.BAD_INPUT));
      case COMPLETE -> onGrant(step, this::complete);
      case CHECKPOINT -> onGrant(step, g -> checkpoint(g, 10 * (1 + step.who() % 6)));
      case CANCEL -> cancel(job(step));
      case RETRY -> retry(job(step));
      case EXTEND -> extend(job(step));
      case RESTART -> restart(job(step), step.who());
      case SWEEP -> sweep.sweepAll();
      case LAPSE -> lapse.interruptAll();
      case BAN -> ban(node(step), job(step));
      case QUARANTINE ->
          bar(step, "quarantined_until = baton_now() + interval '60 s'", "quarantine");
      case DRAIN -> bar(step, "draining_since = baton_now()", "drain");
      case READMIT -> readmitAll();
      case CLOCK_FORWARD -> clock.advance(Duration.ofSeconds(step.who() % 50));
      case CLOCK_FAR_FORWARD -> clock.advance(Duration.ofSeconds(50 + step.who() % 100));
      case CLOCK_BACK -> clock.advance(Duration.ofSeconds(-(step.who() % 100)));
    }
  }

  private JobId job(Step step) {
    return submitted.get(step.who() % submitted.size());
  }

  private static NodeKind node(Step step) {
    return NodeKind.values()[step.who() % NodeKind.values().length];
  }

  /** As an operator does it; a node that never asked for work is not known. */
  private void ban(NodeKind kind, JobId job) {
    NodeId node = kind.asking("node").node();
    boolean known = tables.count("select count(*) from node where id = '%s'".formatted(node)) == 1;
    try {
      bans.add(node, job, "Banned by an operator.");
      assertThat(known).isTrue();
    } catch (ProblemException e) {
      assertThat(known).as("not banned: %s", e).isFalse();
      assertThat(e.problem().code()).isEqualTo(ErrorCode.NOT_FOUND);
    }
  }

  private void bar(Step step, String since, String reason) {
    tables.execute(
        "update node set %s, %s_reason = 'r' where id = 'node-%d'"
            .formatted(since, reason, node(step).ordinal()));
  }

  private void readmitAll() {
    tables.execute(
        "update node set quarantined_until = null, quarantine_reason = null,"
            + " draining_since = null, drain_reason = null");
  }

  /** Says what promise 3 says in the plainest way, over all rows, and compares. */
  private void claim(NodeKind kind) {
    WorkRequest request = kind.asking("node");
    Optional<String> expected =
        inLineFor(request).stream()
            .filter(job -> requirements.get(job).metBy(kind.capabilities()))
            .findFirst();
    Optional<Grant> grant = claims.claim(request);
    assertThat(grant.map(g -> g.job().value())).isEqualTo(expected);
    grant.ifPresent(this::requireNewestCommitted);
    grant.ifPresent(grants::add);
  }

  /** Promises 4 and 6. */
  private void requireNewestCommitted(Grant grant) {
    TreeSet<Integer> steps = committed.getOrDefault(grant.job().value(), new TreeSet<>());
    assertThat(grant.resumeFrom().stream().map(Grant.ResumePoint::step).findFirst())
        .isEqualTo(steps.isEmpty() ? Optional.empty() : Optional.of(steps.last()));
    assertThat(steps).containsAll(grant.resumeFrom().stream().map(point -> point.step()).toList());
    for (Grant.ResumePoint point : grant.resumeFrom()) {
      assertThat(storage.size(point.manifestKey())).as("what it is told to start from").isPresent();
    }
  }

  /** Whatever they require. */
  private List<String> inLineFor(WorkRequest request) {
    String cached =
        request.capabilities().cachedBaseModels().stream()
            .map(model -> "'" + model + "'")
            .collect(Collectors.joining(",", "array[", "]::text[]"));
    return tables.rows(
        """
        select id from job j where not exists (
            select from job_ban b where b.job_id = j.id and b.node_id = '%1$s')
          and not exists (select from node where id = '%1$s'
            and (draining_since is not null or quarantined_until > baton_now()))
          and (status = 'pending'
            or (status in ('running', 'interrupted') and lease_expires_at <= baton_now()
              and (status = 'interrupted' or interruptions + 1 < max_interruptions)))
        order by status = 'pending', case when status <> 'pending' then lease_expires_at end,
          priority desc, base_model = any(%2$s) desc, sequence
        """
            .formatted(request.node(), cached));
  }

  private void onGrant(Step step, Call call) {
    if (grants.isEmpty()) {
      return;
    }
    Grant grant = grants.get(grants.size() - 1 - step.who() % grants.size());
    boolean holds =
        tables.count(
                "select count(*) from job where status = 'running' and lease_expires_at >"
                    + " baton_now() and id = '"
                    + grant.job()
                    + "' and attempt = "
                    + grant.attempt())
            == 1;
    List<String> before = tables.everythingOf(grant.job().value());
    try {
      call.on(grant);
      boolean repeated = tables.everythingOf(grant.job().value()).equals(before);
      assertThat(holds || repeated).as("a stale attempt changed its job").isTrue();
    } catch (ProblemException e) {
      assertThat(holds).as("an attempt that holds its job was refused: %s", e).isFalse();
      assertThat(e.problem().code()).isEqualTo(ErrorCode.LEASE_LOST);
      assertThat(tables.everythingOf(grant.job().value())).isEqualTo(before);
    }
  }

  private static LeaseToken token(Grant grant) {
    return new LeaseToken(grant.job(), grant.attempt(), Optional.empty());
  }

  private void cancel(JobId job) {
    try {
      jobs.cancel(OwnerScope.EVERYTHING, job);
    } catch (ProblemException e) {
      assertThat(e.problem().code()).isEqualTo(ErrorCode.CONFLICT);
    }
  }

  private void retry(JobId job) {
    String status = value("status", job);
    boolean allowed = Set.of("failed", "canceled").contains(status);
    try {
      changes.retry(OwnerScope.EVERYTHING, job);
      assertThat(allowed).as("a job that was %s was retried", status).isTrue();
    } catch (ProblemException e) {
      assertThat(allowed).as("a job that was %s was not retried: %s", status, e).isFalse();
      assertThat(e.problem().code()).isEqualTo(ErrorCode.CONFLICT);
    }
  }

  private void restart(JobId job, int who) {
    List<String> kept =
        tables.rows(
            "select step from checkpoint where retired_at is null and job_id = '%s' order by step"
                .formatted(job));
    boolean running = value("status", job).equals("running");
    boolean known = !kept.isEmpty() && who % 7 > 0;
    int to = known ? Integer.parseInt(kept.get(who % kept.size())) : 7;
    try {
      restarts.restart(OwnerScope.EVERYTHING, job, to);
      assertThat(known && !running).as("restarted at step %s", to).isTrue();
      committed.get(job.value()).tailSet(to, false).clear();
      assertThat(value("step", job)).isEqualTo(Integer.toString(to));
    } catch (ProblemException e) {
      assertThat(known && !running).as("not restarted: %s", e).isFalse();
      assertThat(e.problem().code()).isEqualTo(ErrorCode.CONFLICT);
    }
  }

  private void extend(JobId job) {
    boolean allowed =
        tables.count(
                "select count(*) from job where id = '%s' and (ended_at is null or status = 'completed' and last_checkpoint_step > 0)"
                    .formatted(job))
            == 1;
    int more = Integer.parseInt(value("total_steps", job)) + 10;
    try {
      changes.extend(OwnerScope.EVERYTHING, job, more);
      assertThat(allowed).as("extended").isTrue();
    } catch (ProblemException e) {
      assertThat(allowed).as("not extended: %s", e).isFalse();
      assertThat(e.problem().code()).isEqualTo(ErrorCode.CONFLICT);
    }
  }

  private String value(String column, JobId job) {
    return tables.rows("select " + column + " from job where id = '" + job + "'").get(0);
  }

  private void checkpoint(Grant grant, int step) {
    String key = grant.attemptPrefix() + "checkpoint-" + step + "/manifest.json";
    TestApi.put(storage.sign(AccessMethod.PUT, key, Duration.ofMinutes(1)).url(), LORA);
    StoredFile manifest = new StoredFile("manifest", key, LORA.length, TestApi.sha256(LORA));
    checkpoints.commit(
        token(grant), new CheckpointCommit(step, manifest, 1, Optional.empty(), Optional.empty()));
    committed.computeIfAbsent(grant.job().value(), job -> new TreeSet<>()).add(step);
  }

  private void fail(Grant grant, FailureClass failureClass) {
    outcomes.fail(token(grant), new Failure(failureClass, "f", List.of()));
  }

  /** Its LoRA is in storage in any case: what a stale attempt uploaded in time must not help it. */
  private void complete(Grant grant) {
    String key = grant.attemptPrefix() + "lora";
    int steps = Integer.parseInt(value("granted_steps", grant.job()));
    TestApi.put(storage.sign(AccessMethod.PUT, key, Duration.ofMinutes(1)).url(), LORA);
    StoredFile file = new StoredFile("lora", key, LORA.length, TestApi.sha256(LORA));
    outcomes.complete(token(grant), new Completion(steps, List.of(file)));
  }

  private static Heartbeat beat(Step step) {
    return new Heartbeat(
        Phase.TRAINING, step.who() % TestApi.STEPS, Optional.empty(), Optional.empty());
  }

  /** Promise 10: with nodes enough and time enough, nothing stays behind. */
  private void requireThatEveryJobCanEnd() {
    clock.advance(Duration.ofDays(1));
    lapse.interruptAll();
    Map<JobId, Integer> rounds = new HashMap<>();
    for (NodeKind kind : NodeKind.values()) {
      WorkRequest fresh = kind.asking("fresh");
      for (Optional<Grant> next = claims.claim(fresh);
          next.isPresent();
          next = claims.claim(fresh)) {
        assertThat(rounds.merge(next.get().job(), 1, Integer::sum)).isEqualTo(1);
        complete(next.get());
      }
    }
    invariants().requireAll();
    invariants()
        .requireNone(
            "a job was forgotten",
            "select id from job where status not in ('completed', 'failed', 'canceled')");
  }

  private QueueInvariants invariants() {
    return new QueueInvariants(tables);
  }

  private interface Call {
    void on(Grant grant);
  }
}
