package io.baton.api.attempt;

import io.baton.api.access.CurrentCaller;
import io.baton.api.access.Roles;
import io.baton.api.checkpoint.CheckpointCommits;
import io.baton.api.lease.Heartbeats;
import io.baton.api.lease.LeaseToken;
import io.baton.api.problem.Body;
import io.baton.protocol.checkpoint.Checkpoint;
import io.baton.protocol.checkpoint.CheckpointCommit;
import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.JobId;
import io.baton.protocol.storage.AccessRequest;
import io.baton.protocol.storage.SignedUrls;
import io.baton.protocol.work.Completion;
import io.baton.protocol.work.Failure;
import io.baton.protocol.work.Heartbeat;
import io.baton.protocol.work.HeartbeatAnswer;
import io.baton.protocol.work.Release;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What a node says about a job that it holds. A stale attempt gets 409 lease-lost. */
@Path("/v1/jobs/{job}/attempts/{attempt}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Work")
@RolesAllowed({Roles.NODE, Roles.OPERATOR})
public class AttemptResource {
  private final Heartbeats heartbeats;
  private final ObjectAccessService access;
  private final CheckpointCommits checkpoints;
  private final AttemptOutcomes outcomes;
  private final CurrentCaller caller;

  AttemptResource(
      Heartbeats heartbeats,
      ObjectAccessService access,
      CheckpointCommits checkpoints,
      AttemptOutcomes outcomes,
      CurrentCaller caller) {
    this.heartbeats = heartbeats;
    this.access = access;
    this.checkpoints = checkpoints;
    this.outcomes = outcomes;
    this.caller = caller;
  }

  private LeaseToken token(JobId job, Attempt attempt) {
    return new LeaseToken(job, attempt, caller.get().pool());
  }

  @POST
  @Path("/heartbeat")
  @Operation(summary = "Renew the lease; the answer says continue, stop or drain")
  public Uni<HeartbeatAnswer> heartbeat(
      @PathParam("job") JobId job, @PathParam("attempt") Attempt attempt, Heartbeat heartbeat) {
    return heartbeats.beat(token(job, attempt), Body.required(heartbeat));
  }

  @POST
  @Path("/access")
  @Operation(summary = "Get URLs to read the job's objects and to write below the attempt's prefix")
  public SignedUrls access(
      @PathParam("job") JobId job, @PathParam("attempt") Attempt attempt, AccessRequest request) {
    return access.sign(token(job, attempt), Body.required(request));
  }

  @POST
  @Path("/checkpoints")
  @Operation(summary = "Commit a checkpoint whose objects and manifest are in storage")
  public Checkpoint commit(
      @PathParam("job") JobId job, @PathParam("attempt") Attempt attempt, CheckpointCommit commit) {
    return checkpoints.commit(token(job, attempt), Body.required(commit));
  }

  @POST
  @Path("/complete")
  @APIResponse(responseCode = "204", description = "Recorded")
  @Operation(summary = "Finish the job with an artifact that is in storage")
  public void complete(
      @PathParam("job") JobId job, @PathParam("attempt") Attempt attempt, Completion completion) {
    outcomes.complete(token(job, attempt), Body.required(completion));
  }

  @POST
  @Path("/fail")
  @APIResponse(responseCode = "204", description = "Recorded")
  @Operation(summary = "End the attempt as failed")
  public void fail(
      @PathParam("job") JobId job, @PathParam("attempt") Attempt attempt, Failure failure) {
    outcomes.fail(token(job, attempt), Body.required(failure));
  }

  @POST
  @Path("/release")
  @APIResponse(responseCode = "204", description = "Recorded")
  @Operation(summary = "Give the job back")
  public void release(
      @PathParam("job") JobId job, @PathParam("attempt") Attempt attempt, Release release) {
    outcomes.release(token(job, attempt), Body.required(release));
  }
}
