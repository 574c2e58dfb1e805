package io.baton.api.contract;

import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.problem.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** What holds for every operation: names, descriptions, and the errors that any may answer. */
final class OperationRules {
  private static final String SCHEMAS = "#/components/schemas/";
  private static final String RESPONSES = "#/components/responses/";

  /** Whoever acts under an attempt may have lost the job. */
  private static final String ATTEMPT = "attempt";

  private static final List<Integer> ALWAYS = List.of(400, 401, 403, 406, 429, 500, 503);
  private static final List<Integer> WITH_BODY = List.of(413, 415, 422);

  private final Components components;
  private final Set<Integer> statuses =
      Arrays.stream(ErrorCode.values())
          .map(ErrorCode::status)
          .collect(Collectors.toCollection(TreeSet::new));

  OperationRules(Components components) {
    this.components = components;
  }

  /** Puts the answers that operations refer to among the components. */
  void defineErrors() {
    for (int status : statuses) {
      components.addResponse(errorName(status), error(text(status)));
    }
  }

  void apply(Operation operation) {
    operation.setOperationId(operationId(operation.getOperationId()));
    List<Parameter> parameters =
        operation.getParameters() == null ? List.of() : operation.getParameters();
    parameters.forEach(this::describe);
    describeBody(operation);
    describeAnswers(operation);
    addErrors(operation, parameters);
  }

  /** {@code JobResource_list} becomes {@code jobList}. */
  private static String operationId(String classAndMethod) {
    String[] parts = classAndMethod.split("Resource_", 2);
    return parts[0].substring(0, 1).toLowerCase(Locale.ROOT)
        + parts[0].substring(1)
        + parts[1].substring(0, 1).toUpperCase(Locale.ROOT)
        + parts[1].substring(1);
  }

  private void describe(Parameter parameter) {
    if (parameter.getDescription() == null) {
      schemaText(parameter.getSchema()).ifPresent(parameter::setDescription);
    } else if (parameter.getSchema().getRef() == null) {
      Schema schema = parameter.getSchema();
      Facets facets = Facets.of(parameter.getDescription(), Facets.Unit.VALUE);
      if (facets.min().isPresent()) {
        // Resources take text, to answer what is no number with a problem.
        schema.setType(List.of(SchemaType.INTEGER));
        if (schema.getDefaultValue() instanceof String text) {
          schema.setDefaultValue(Facets.number(text));
        }
      }
      SchemaDescriptions.applyFacets(schema, String.class, parameter.getDescription());
    }
  }

  private void describeBody(Operation operation) {
    if (operation.getRequestBody() != null) {
      operation.getRequestBody().setRequired(true);
      if (operation.getRequestBody().getDescription() == null) {
        text(operation.getRequestBody().getContent())
            .ifPresent(operation.getRequestBody()::setDescription);
      }
    }
  }

  private void describeAnswers(Operation operation) {
    operation
        .getResponses()
        .getAPIResponses()
        .forEach(
            (status, answer) -> {
              if ("OK".equals(answer.getDescription())) {
                text(answer.getContent()).ifPresent(answer::setDescription);
              }
            });
  }

  private void addErrors(Operation operation, List<Parameter> parameters) {
    Set<Integer> possible = new TreeSet<>(ALWAYS);
    if (operation.getRequestBody() != null) {
      possible.addAll(WITH_BODY);
    }
    for (Parameter parameter : parameters) {
      possible.add(parameter.getIn() == Parameter.In.PATH ? 404 : 422);
      if (parameter.getName().equals(ATTEMPT)) {
        possible.add(409);
      }
    }
    Map<String, APIResponse> declared = operation.getResponses().getAPIResponses();
    for (int status : statuses) {
      APIResponse known = declared.get(Integer.toString(status));
      if (known != null && !known.getDescription().equals("Bad Request")) {
        operation
            .getResponses()
            .addAPIResponse(Integer.toString(status), error(known.getDescription()));
      } else if (possible.contains(status)) {
        operation
            .getResponses()
            .addAPIResponse(
                Integer.toString(status),
                OASFactory.createAPIResponse().ref(RESPONSES + errorName(status)));
      }
    }
  }

  private static APIResponse error(String description) {
    Schema schema = OASFactory.createSchema().ref(SCHEMAS + "Problem");
    return OASFactory.createAPIResponse()
        .description(description)
        .content(
            OASFactory.createContent()
                .addMediaType(Problem.MEDIA_TYPE, OASFactory.createMediaType().schema(schema)));
  }

  private static String errorName(int status) {
    return "Error" + status;
  }

  private static String text(int status) {
    Map<String, String> texts = KeptJavadoc.ofConstants(ErrorCode.class);
    return Arrays.stream(ErrorCode.values())
        .filter(code -> code.status() == status)
        .map(code -> "`" + code.code() + "`: " + texts.getOrDefault(code.name(), ""))
        .collect(Collectors.joining("\n- ", "Codes:\n\n- ", ""));
  }

  private Optional<String> text(Content content) {
    if (content == null) {
      return Optional.empty();
    }
    return content.getMediaTypes().values().stream()
        .map(type -> type.getSchema())
        .flatMap(schema -> schemaText(schema).stream())
        .findFirst();
  }

  private Optional<String> schemaText(Schema schema) {
    if (schema == null) {
      return Optional.empty();
    }
    if (schema.getItems() != null) {
      return schemaText(schema.getItems()).map(text -> "A list. Each: " + text);
    }
    return Optional.ofNullable(schema.getRef())
        .map(ref -> components.getSchemas().get(ref.substring(SCHEMAS.length())))
        .or(() -> Optional.of(schema))
        .map(Schema::getDescription);
  }
}
