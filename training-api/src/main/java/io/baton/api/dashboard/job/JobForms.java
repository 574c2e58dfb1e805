package io.baton.api.dashboard.job;

import io.baton.api.access.Roles;
import io.baton.api.checkpoint.CheckpointResource;
import io.baton.api.dashboard.job.Actions.Form;
import io.baton.api.job.JobChangeResource;
import io.baton.api.problem.ProblemException;
import io.baton.api.problem.Problems;
import io.baton.api.webhook.WebhookResource;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.job.JobExtension;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobPriority;
import io.baton.protocol.job.JobRestart;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.problem.Problem;
import io.baton.protocol.webhook.WebhookId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.Optional;

/**
 * What is done to a job from its page. What cannot be done is answered with the page, the reason in
 * its place and what was typed still there.
 */
@Path("/ui/jobs/{job}")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Roles.USER, Roles.OPERATOR})
public class JobForms {
  private final JobPage page;
  private final JobChangeResource changes;
  private final CheckpointResource checkpoints;
  private final WebhookResource webhooks;

  @Context UriInfo address;

  @PathParam("job")
  JobId id;

  JobForms(
      JobPage page,
      JobChangeResource changes,
      CheckpointResource checkpoints,
      WebhookResource webhooks) {
    this.page = page;
    this.changes = changes;
    this.checkpoints = checkpoints;
    this.webhooks = webhooks;
  }

  @POST
  @Path("/cancel")
  public Response cancel() {
    return done(Form.BUTTON, "", () -> changes.cancel(id));
  }

  @POST
  @Path("/retry")
  public Response retry() {
    return done(Form.BUTTON, "", () -> changes.retry(id));
  }

  /** Has the images of a step drawn again, by the job that could not. */
  @POST
  @Path("/samples/{sampler}/retry")
  public Response drawAgain(@PathParam("sampler") JobId sampler) {
    return done(Form.BUTTON, "", () -> changes.retry(sampler));
  }

  /**
   * Gives it more steps.
   *
   * @param steps that it had in all when the page was made: sent twice, it is extended once
   * @param more how many are added to them
   */
  @POST
  @Path("/extend")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response extend(@FormParam("steps") String steps, @FormParam("more") String more) {
    return done(
        Form.EXTEND,
        more,
        () -> changes.extend(id, new JobExtension(TypedNumber.sum("steps to add", steps, more))));
  }

  @POST
  @Path("/priority")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response priority(@FormParam("priority") String priority) {
    return done(
        Form.PRIORITY,
        priority,
        () -> changes.setPriority(id, new JobPriority(TypedNumber.of("priority", priority))));
  }

  @POST
  @Path("/labels")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response labels(@FormParam("labels") String labels) {
    return done(Form.LABELS, labels, () -> changes.setLabels(id, TypedLabels.of(labels)));
  }

  @POST
  @Path("/checkpoints/{step}/restart")
  public Response restart(@PathParam("step") String step) {
    return done(
        Form.BUTTON, "", () -> changes.restart(id, new JobRestart(TypedNumber.of("step", step))));
  }

  @POST
  @Path("/checkpoints/{step}/delete")
  public Response deleteCheckpoint(@PathParam("step") String step) {
    return done(Form.BUTTON, "", () -> checkpoints.delete(id, step));
  }

  @POST
  @Path("/deliveries/{webhook}/{delivery}/redeliver")
  public Response redeliver(
      @PathParam("webhook") WebhookId webhook, @PathParam("delivery") String delivery) {
    return done(Form.BUTTON, "", () -> webhooks.redeliver(webhook, delivery));
  }

  private Response done(Form form, String typed, Runnable change) {
    try {
      change.run();
      return Response.seeOther(URI.create("/ui/jobs/" + id)).build();
    } catch (ProblemException refused) {
      return refused(form, typed, refused.problem());
    } catch (InvalidFieldException wrong) {
      return refused(form, typed, Problems.invalidField(wrong));
    }
  }

  private Response refused(Form form, String typed, Problem problem) {
    if (problem.code() == ErrorCode.NOT_FOUND) {
      throw new ProblemException(problem);
    }
    Actions.Refusal refusal =
        new Actions.Refusal(form, problem.detail(), Optional.ofNullable(typed).orElse(""));
    return Response.status(problem.status())
        .entity(page.page(id, Optional.of(refusal), address.getBaseUri()))
        .build();
  }
}
