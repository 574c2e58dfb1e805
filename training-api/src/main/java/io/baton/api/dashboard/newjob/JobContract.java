package io.baton.api.dashboard.newjob;

import com.fasterxml.jackson.databind.JsonNode;
import io.baton.protocol.client.Json;
import io.quarkus.smallrye.openapi.runtime.OpenApiConstants;
import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService;
import io.smallrye.openapi.runtime.io.Format;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The fields of a job as this service's own OpenAPI document has them. */
@ApplicationScoped
public class JobContract {
  private final JobOptions options;

  JobContract(OpenApiDocumentService documents) {
    byte[] document = documents.getDocument(OpenApiConstants.DEFAULT_DOCUMENT_NAME, Format.JSON);
    try {
      JsonNode contract = Json.mapper().readTree(document);
      options = JobOptions.of(contract);
    } catch (IOException e) {
      throw new UncheckedIOException("the service's own contract is no JSON", e);
    }
  }

  JobOptions options() {
    return options;
  }
}
