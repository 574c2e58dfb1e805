package io.baton.api.dataset;

import io.baton.api.access.CurrentCaller;
import io.baton.api.access.Roles;
import io.baton.api.problem.Body;
import io.baton.api.problem.ProblemException;
import io.baton.api.problem.QueryParameters;
import io.baton.protocol.dataset.Dataset;
import io.baton.protocol.dataset.DatasetArchive;
import io.baton.protocol.dataset.DatasetCreation;
import io.baton.protocol.dataset.DatasetFilePage;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.dataset.DatasetPage;
import io.baton.protocol.dataset.DatasetStatus;
import io.baton.protocol.dataset.DatasetUploads;
import io.baton.protocol.field.Fields;
import io.baton.protocol.storage.SignedUrl;
import io.baton.protocol.storage.SignedUrls;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** What users do with datasets. */
@Path("/v1/datasets")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Datasets")
@RolesAllowed({Roles.USER, Roles.OPERATOR})
public class DatasetResource {
  private static final int MAX_LIMIT = 200;
  private static final int MAX_FILES = 1000;
  private static final int MAX_NAME = 204;
  private static final int MAX_WAIT_SECONDS = 30;

  private final Datasets datasets;
  private final DatasetFinalization finalization;
  private final DatasetDeletion deletion;
  private final DatasetDownloads downloads;
  private final CurrentCaller caller;

  DatasetResource(
      Datasets datasets,
      DatasetFinalization finalization,
      DatasetDeletion deletion,
      DatasetDownloads downloads,
      CurrentCaller caller) {
    this.datasets = datasets;
    this.finalization = finalization;
    this.deletion = deletion;
    this.downloads = downloads;
    this.caller = caller;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Create an empty dataset")
  @APIResponseSchema(value = Dataset.class, responseCode = "201", responseDescription = "Created")
  public RestResponse<Dataset> create(DatasetCreation creation) {
    Dataset dataset = datasets.create(caller.get().owner(), Body.required(creation));
    return RestResponse.ResponseBuilder.<Dataset>created(URI.create("/v1/datasets/" + dataset.id()))
        .entity(dataset)
        .build();
  }

  @GET
  @Operation(summary = "List datasets, newest first")
  public DatasetPage list(
      @Parameter(description = "Only datasets in this status") @QueryParam("status") String status,
      @Parameter(description = "nextCursor of the page before; default: the first page")
          @QueryParam("cursor")
          String cursor,
      @Parameter(description = "Datasets a page, 1 to 200; default 50")
          @QueryParam("limit")
          @DefaultValue("50")
          String limit) {
    return datasets.page(
        caller.get().scope(),
        QueryParameters.oneOf("status", status, DatasetStatus.values(), DatasetStatus::wireName),
        Optional.ofNullable(cursor).map(DatasetCursor::parse),
        (int) QueryParameters.wholeNumber("limit", limit, 1, MAX_LIMIT));
  }

  @GET
  @Path("/{dataset}")
  @Operation(summary = "Get a dataset")
  public Dataset dataset(@PathParam("dataset") DatasetId id) {
    return datasets.dataset(caller.get().scope(), id);
  }

  @DELETE
  @Path("/{dataset}")
  @Operation(summary = "Delete a dataset; its files are deleted from storage afterwards")
  @APIResponse(responseCode = "204", description = "Deleted")
  @APIResponse(responseCode = "409", description = "A job that has not ended uses it")
  public void delete(@PathParam("dataset") DatasetId id) {
    deletion.delete(caller.get().scope(), id);
  }

  @GET
  @Path("/{dataset}/files")
  @Operation(summary = "List the files of a dataset that is ready, with download addresses")
  @APIResponseSchema(value = DatasetFilePage.class, responseCode = "200")
  @APIResponse(responseCode = "409", description = "The dataset is not ready")
  public DatasetFilePage files(
      @PathParam("dataset") DatasetId id,
      @Parameter(description = "Only files whose names come after this one; default: all")
          @QueryParam("after")
          String after,
      @Parameter(description = "Files a page, 1 to 1,000; default 100")
          @QueryParam("limit")
          @DefaultValue("100")
          String limit) {
    Optional<String> name = Optional.ofNullable(after);
    name.ifPresent(text -> Fields.text("after", text, MAX_NAME));
    return downloads.page(
        caller.get().scope(),
        id,
        name,
        (int) QueryParameters.wholeNumber("limit", limit, 1, MAX_FILES));
  }

  @POST
  @Path("/{dataset}/files")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Announce files; the answer says where to PUT them")
  @APIResponseSchema(
      value = SignedUrls.class,
      responseCode = "200",
      responseDescription = "A URL for each file, in the order of the request")
  @APIResponse(responseCode = "409", description = "The dataset is ready, or is being checked")
  public SignedUrls announce(@PathParam("dataset") DatasetId id, DatasetUploads uploads) {
    return datasets.announce(caller.get().scope(), id, Body.required(uploads));
  }

  @POST
  @Path("/{dataset}/archive")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Announce a zip that holds files; the answer says where to PUT it")
  @APIResponseSchema(
      value = SignedUrl.class,
      responseCode = "200",
      responseDescription = "A URL for the zip")
  @APIResponse(responseCode = "409", description = "The dataset is ready, or is being checked")
  public SignedUrl announceArchive(@PathParam("dataset") DatasetId id, DatasetArchive archive) {
    return datasets.announceArchive(caller.get().scope(), id, Body.required(archive));
  }

  @POST
  @Path("/{dataset}/finalize")
  @Operation(
      summary =
          "Have every file checked; afterwards jobs may use the dataset. Again changes nothing")
  @APIResponseSchema(value = Dataset.class, responseDescription = "Ready")
  @APIResponse(
      responseCode = "202",
      description = "Being checked: get the dataset until its status is another",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Dataset.class)))
  @APIResponse(responseCode = "422", description = "The files do not make a dataset")
  public RestResponse<Dataset> finalizeDataset(
      @PathParam("dataset") DatasetId id,
      @Parameter(description = "How long to wait for the outcome, 0 to 30 seconds; default 2")
          @QueryParam("waitSeconds")
          @DefaultValue("2")
          String waitSeconds) {
    Duration wait =
        Duration.ofSeconds(
            QueryParameters.wholeNumber("waitSeconds", waitSeconds, 0, MAX_WAIT_SECONDS));
    Dataset dataset = finalization.finalizeDataset(caller.get().scope(), id, wait);
    return switch (dataset.status()) {
      case READY -> RestResponse.ok(dataset);
      case VALIDATING, OPEN -> RestResponse.ResponseBuilder.ok(dataset).status(202).build();
      case INVALID -> throw new ProblemException(dataset.invalid());
    };
  }
}
