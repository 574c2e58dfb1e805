package io.baton.api.dataset;

import io.baton.api.access.CurrentCaller;
import io.baton.api.problem.Body;
import io.baton.protocol.dataset.Dataset;
import io.baton.protocol.dataset.DatasetCreation;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.dataset.DatasetUploads;
import io.baton.protocol.storage.SignedUrls;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** What users do with datasets. */
@Path("/v1/datasets")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Datasets")
public class DatasetResource {
  private final Datasets datasets;
  private final DatasetFinalization finalization;
  private final CurrentCaller caller;

  DatasetResource(Datasets datasets, DatasetFinalization finalization, CurrentCaller caller) {
    this.datasets = datasets;
    this.finalization = finalization;
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
  @Path("/{dataset}")
  @Operation(summary = "Get a dataset")
  public Dataset dataset(@PathParam("dataset") DatasetId id) {
    return datasets.dataset(caller.get().scope(), id);
  }

  @POST
  @Path("/{dataset}/files")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(summary = "Announce files; the answer says where to PUT them")
  public SignedUrls announce(@PathParam("dataset") DatasetId id, DatasetUploads uploads) {
    return datasets.announce(caller.get().scope(), id, Body.required(uploads));
  }

  @POST
  @Path("/{dataset}/finalize")
  @Operation(summary = "Check every announced file; afterwards jobs may use the dataset")
  public Dataset finalizeDataset(@PathParam("dataset") DatasetId id) {
    return finalization.finalizeDataset(caller.get().scope(), id);
  }
}
