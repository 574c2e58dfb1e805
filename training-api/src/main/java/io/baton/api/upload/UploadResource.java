package io.baton.api.upload;

import io.baton.api.access.CurrentCaller;
import io.baton.api.access.Roles;
import io.baton.api.lease.LeaseToken;
import io.baton.api.problem.Body;
import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.JobId;
import io.baton.protocol.storage.PartRequest;
import io.baton.protocol.storage.SignedParts;
import io.baton.protocol.storage.Upload;
import io.baton.protocol.storage.UploadCompletion;
import io.baton.protocol.storage.UploadStart;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** How nodes upload large objects in parts. A stale attempt gets 409 lease-lost. */
@Path("/v1/jobs/{job}/attempts/{attempt}/uploads")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.NODE, Roles.OPERATOR})
@Tag(name = "Work")
public class UploadResource {
  private static final String UPLOAD = "The upload's id";

  private final Uploads uploads;
  private final CurrentCaller caller;

  UploadResource(Uploads uploads, CurrentCaller caller) {
    this.uploads = uploads;
    this.caller = caller;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Start to upload an object in parts")
  @APIResponseSchema(value = Upload.class, responseCode = "201", responseDescription = "Started")
  @APIResponse(
      responseCode = "409",
      description = "The attempt does not hold the job, or has 100 unfinished uploads already")
  public RestResponse<Upload> start(
      @PathParam("job") JobId job, @PathParam("attempt") Attempt attempt, UploadStart start) {
    return RestResponse.status(
        RestResponse.Status.CREATED, uploads.start(token(job, attempt), Body.required(start)));
  }

  @POST
  @Path("/{upload}/parts")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Get URLs to send parts to")
  @APIResponseSchema(
      value = SignedParts.class,
      responseCode = "200",
      responseDescription = "A URL for each part")
  @APIResponse(
      responseCode = "409",
      description = "The attempt does not hold the job, or the upload is complete")
  public SignedParts parts(
      @PathParam("job") JobId job,
      @PathParam("attempt") Attempt attempt,
      @Parameter(description = UPLOAD) @PathParam("upload") String upload,
      PartRequest request) {
    return uploads.sign(token(job, attempt), upload, Body.required(request));
  }

  @POST
  @Path("/{upload}/complete")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Make the parts one object; completing again changes nothing")
  @APIResponse(responseCode = "204", description = "The object is in storage")
  @APIResponse(responseCode = "409", description = "The attempt does not hold the job")
  public void complete(
      @PathParam("job") JobId job,
      @PathParam("attempt") Attempt attempt,
      @Parameter(description = UPLOAD) @PathParam("upload") String upload,
      UploadCompletion completion) {
    uploads.complete(token(job, attempt), upload, Body.required(completion));
  }

  @DELETE
  @Path("/{upload}")
  @Operation(summary = "Give an upload up and free what storage has of it")
  @APIResponse(responseCode = "204", description = "Given up")
  @APIResponse(
      responseCode = "409",
      description = "The attempt does not hold the job, or the upload is complete")
  public void abort(
      @PathParam("job") JobId job,
      @PathParam("attempt") Attempt attempt,
      @Parameter(description = UPLOAD) @PathParam("upload") String upload) {
    uploads.abort(token(job, attempt), upload);
  }

  private LeaseToken token(JobId job, Attempt attempt) {
    return new LeaseToken(job, attempt, caller.get().pool());
  }
}
