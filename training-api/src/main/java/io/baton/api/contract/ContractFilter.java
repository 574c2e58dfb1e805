package io.baton.api.contract;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;
import org.jboss.jandex.IndexView;

/**
 * Completes the OpenAPI document while the service is built: descriptions, bounds and defaults come
 * from the Javadoc of protocol's records, errors from {@link io.baton.protocol.problem.ErrorCode}.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ContractFilter implements OASFilter {
  private static final String KEY = "key";

  private final ContractTypes types;

  public ContractFilter(IndexView index) {
    this.types = new ContractTypes(index);
  }

  @Override
  public void filterOpenAPI(OpenAPI api) {
    SchemaDescriptions descriptions = new SchemaDescriptions(types);
    api.getComponents().getSchemas().forEach(descriptions::describe);
    OperationRules rules = new OperationRules(api.getComponents());
    rules.defineErrors();
    api.getComponents().addSecurityScheme(KEY, bearer());
    api.getPaths().getPathItems().values().stream()
        .flatMap(path -> path.getOperations().values().stream())
        .forEach(
            operation -> {
              rules.apply(operation);
              secure(operation);
            });
  }

  private static SecurityScheme bearer() {
    return OASFactory.createSecurityScheme()
        .type(SecurityScheme.Type.HTTP)
        .scheme("bearer")
        .description("An API key.");
  }

  private static void secure(Operation operation) {
    operation.setSecurity(List.of(OASFactory.createSecurityRequirement().addScheme(KEY)));
  }
}
