-- What the first version of the service may have left: every table, every status.
insert into node (id, pool, host, process_id, gpu, gpu_memory, first_seen_at, last_seen_at) values
  ('node-a', 'local', 'host-a', 11, 'NVIDIA RTX 4090', 25769803776, '2026-01-01 10:00Z', '2026-01-02 10:00Z'),
  ('node-b', 'local', 'host-b', 12, null, null, '2026-01-01 11:00Z', '2026-01-02 11:00Z');

insert into dataset (id, name, status, revision, created_at) values
  ('data-ready', 'cats', 'ready', 2, '2026-01-01 09:00Z'),
  ('data-open', 'dogs', 'open', 1, '2026-01-01 09:30Z');
insert into dataset_file (dataset_id, name, size, sha256) values
  ('data-ready', 'a.png', 1000, repeat('a', 64)),
  ('data-ready', 'b.jpg', 2000, repeat('b', 64)),
  ('data-ready', 'a.txt', 20, repeat('c', 64)),
  ('data-open', 'd.webp', 500, repeat('d', 64));

insert into job (id, sequence, status, spec, dataset_id, total_steps, priority, max_failures, max_interruptions,
  keep_checkpoints, webhook_url, webhook_secret, attempt, node_id, lease_expires_at, step, phase, loss,
  steps_per_second, last_checkpoint_step, failures, interruptions, reason, created_at, updated_at, started_at,
  ended_at, sweep_at)
overriding system value
select 'job-' || status, 1000000 + number, status, format($spec${
    "name": "a photo of sks cat", "datasetId": "data-ready", "baseModel": "tiny",
    "training": {"instancePrompt": "a photo of sks cat", "maxTrainSteps": 60, "checkpointingSteps": 500,
      "resolution": 1024, "centerCrop": false, "randomFlip": false, "repeats": 1, "trainBatchSize": 4,
      "gradientAccumulationSteps": 1, "gradientCheckpointing": false, "learningRate": 1.0E-4,
      "lrScheduler": "constant", "lrWarmupSteps": 500, "rank": 4, "maxGradNorm": 1.0, "adamBeta1": 0.9,
      "adamBeta2": 0.999, "adamEpsilon": 1.0E-8, "adamWeightDecay": 1.0E-4, "mixedPrecision": "no",
      "seed": 1718237441},
    "priority": %s, "budgets": {"maxFailures": 3, "maxInterruptions": 1000}, "keepCheckpoints": 3}$spec$, number),
  'data-ready', 60, number, 3, 1000, 3,
  case when status = 'completed' then 'https://Example.org:8443/hook?x=1' end,
  case when status = 'completed' then 'whsec_QUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJD' end,
  attempt, case when status = 'running' then 'node-a' end,
  case when attempt > 0 then timestamptz '2026-01-02 10:01Z' end, attempt * 20,
  case when status = 'running' then 'training' end, 0.25, 2.5, case when attempt > 0 then 20 end,
  case when status = 'failed' then 3 else 0 end, case when attempt > 1 then 1 else 0 end,
  case when status in ('interrupted', 'failed', 'canceled') then 'A reason.' end,
  '2026-01-01 12:00Z', '2026-01-02 10:00Z', case when attempt > 0 then timestamptz '2026-01-01 12:01Z' end,
  case when status in ('completed', 'failed', 'canceled') then timestamptz '2026-01-02 10:00Z' end,
  case when status = 'failed' then timestamptz '2026-01-02 10:15Z' end
from (values (1, 'pending', 0), (2, 'running', 2), (3, 'interrupted', 1), (4, 'completed', 1), (5, 'failed', 1),
  (6, 'canceled', 0)) as v (number, status, attempt);

insert into job_ban (job_id, node_id, reason, created_at) values
  ('job-failed', 'node-b', 'It said no.', '2026-01-02 09:00Z');

insert into attempt (id, job_id, number, node_id, started_at, ended_at, outcome, reason, resumed_from_step, last_step,
  steps_lost, log_tail)
overriding system value values
  (1000001, 'job-running', 1, 'node-b', '2026-01-01 12:01Z', '2026-01-01 13:00Z', 'lost', 'Its lease lapsed.', 0, 25, 5, null),
  (1000002, 'job-running', 2, 'node-a', '2026-01-01 14:00Z', null, null, null, 20, 40, 0, null),
  (1000003, 'job-interrupted', 1, 'node-b', '2026-01-01 12:01Z', '2026-01-02 10:00Z', 'drained', 'Spot notice.', 0, 20, 0, null),
  (1000004, 'job-completed', 1, 'node-a', '2026-01-01 12:01Z', '2026-01-02 10:00Z', 'completed', 'Completed.', 0, 60, 0, null),
  (1000005, 'job-failed', 1, 'node-b', '2026-01-01 12:01Z', '2026-01-02 09:00Z', 'failed', 'It said no.', 0, 20, 0, 'last line');

insert into checkpoint (id, job_id, step, attempt, manifest_key, manifest_sha256, bytes, loss, committed_at, retired_at)
overriding system value values
  (1000001, 'job-running', 10, 1, 'jobs/job-running/attempts/1/checkpoint-10/manifest.json', repeat('1', 64), 10, 0.5, '2026-01-01 12:30Z', '2026-01-01 12:50Z'),
  (1000002, 'job-running', 20, 1, 'jobs/job-running/attempts/1/checkpoint-20/manifest.json', repeat('2', 64), 10, null, '2026-01-01 12:50Z', null);

insert into artifact_file (job_id, name, attempt, step, key, size, sha256) values
  ('job-completed', 'pytorch_lora_weights.safetensors', 1, 60, 'jobs/job-completed/attempts/1/lora', 3, repeat('3', 64));

insert into event (sequence, job_id, type, at, attempt, node_id, step, text, relayed_at)
overriding system value values
  (1000001, 'job-completed', 'job.submitted', '2026-01-01 12:00Z', null, null, null, 'Submitted.', '2026-01-01 12:00Z'),
  (1000002, 'job-completed', 'job.started', '2026-01-01 12:01Z', 1, 'node-a', 0, 'Started.', '2026-01-01 12:01Z'),
  (1000003, 'job-completed', 'job.checkpoint', '2026-01-01 12:30Z', 1, 'node-a', 20, 'Checkpoint.', '2026-01-01 12:30Z'),
  (1000004, 'job-completed', 'job.completed', '2026-01-02 10:00Z', 1, 'node-a', 60, 'Completed.', null),
  (1000005, 'job-pending', 'job.submitted', '2026-01-01 12:00Z', null, null, null, 'Submitted.', '2026-01-01 12:00Z');

insert into webhook_delivery (event_sequence, job_id, type, url, status, tries, next_try_at, sending_until,
  last_http_status, last_problem, delivered_at) values
  (1000002, 'job-completed', 'job.started', 'https://Example.org:8443/hook?x=1', 'delivered', 1, null, null, 204, null, '2026-01-01 12:02Z'),
  (1000003, 'job-completed', 'job.checkpoint', 'https://Example.org:8443/hook?x=1', 'given-up', 10, null, null, 410, 'It answered 410.', null),
  (1000004, 'job-completed', 'job.completed', 'https://Example.org:8443/hook?x=1', 'pending', 2, '2036-01-02 10:05Z', null, 503, 'It answered 503.', null);
