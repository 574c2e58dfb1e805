-- Of a job that draws the sample images of another: the LoRA that they show, a StoredFile as JSON, and the attempt that wrote it.
alter table job
  add column sampled_weights  text,
  add column sampled_attempt  integer,
  add check ((sampled_job_id is null) = (sampled_weights is null)),
  add check ((sampled_job_id is null) = (sampled_attempt is null));
