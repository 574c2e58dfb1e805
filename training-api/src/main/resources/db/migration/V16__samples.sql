-- Of a job that only draws sample images of another: which, and of which step. A step is drawn once.
alter table job
  add column sampled_job_id  text references job (id) on delete cascade,
  add column sampled_step    integer check (sampled_step > 0),
  add check ((sampled_job_id is null) = (sampled_step is null));
create unique index job_sampling on job (sampled_job_id, sampled_step) where sampled_job_id is not null;

-- Images that show what a job had learned by a step.
create table sample_set (
  job_id           text not null references job (id) on delete cascade,
  step             integer not null check (step > 0),
  -- Of the job, whose LoRA they show.
  attempt          integer not null,
  -- The job that drew them, below whose prefix they lie; null: the attempt did.
  sampler_id       text references job (id) on delete cascade,
  prompt           text not null,
  seed             bigint not null,
  inference_steps  integer not null,
  -- Their files as JSON, in order.
  images           text not null,
  committed_at     timestamptz not null,
  primary key (job_id, step)
);
create index sample_set_of_sampler on sample_set (sampler_id) where sampler_id is not null;
