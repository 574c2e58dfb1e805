package io.baton.k8s;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/**
 * The types of Kubernetes' objects as its Java client has them. That client keeps what it does not
 * know for the server to refuse; here a field that it does not know is an error.
 */
final class StrictModel {
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .setAnnotationIntrospector(
              new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(Annotated member) {
                  return false;
                }
              });
  private static final Map<String, Class<? extends HasMetadata>> TYPES = types();

  private StrictModel() {}

  /** An object, or {@link InvalidManifestException} with what is wrong and where. */
  static HasMetadata parse(ObjectNode tree) {
    String apiVersion = tree.path("apiVersion").asText();
    String kind = tree.path("kind").asText();
    String name = kind + " " + tree.at("/metadata/name").asText();
    Class<? extends HasMetadata> type = TYPES.get(apiVersion + " " + kind);
    if (type == null) {
      throw new InvalidManifestException(name + ": there is no kind " + kind + " in " + apiVersion);
    }
    try {
      return MAPPER.treeToValue(tree, type);
    } catch (UnrecognizedPropertyException e) {
      throw new InvalidManifestException(name + ": unknown field " + path(e));
    } catch (JsonMappingException e) {
      throw new InvalidManifestException(name + ": " + path(e) + ": " + e.getOriginalMessage());
    } catch (JsonProcessingException e) {
      throw new InvalidManifestException(name + ": " + e.getOriginalMessage());
    }
  }

  private static String path(JsonMappingException failure) {
    return failure.getPath().stream()
        .map(
            step ->
                step.getFieldName() == null
                    ? "[" + step.getIndex() + "]"
                    : "." + step.getFieldName())
        .collect(Collectors.joining());
  }

  private static Map<String, Class<? extends HasMetadata>> types() {
    Map<String, Class<? extends HasMetadata>> types = new HashMap<>();
    ServiceLoader.load(KubernetesResource.class).stream()
        .map(ServiceLoader.Provider::type)
        .filter(HasMetadata.class::isAssignableFrom)
        .map(type -> type.<HasMetadata>asSubclass(HasMetadata.class))
        .forEach(
            type ->
                types.put(HasMetadata.getApiVersion(type) + " " + HasMetadata.getKind(type), type));
    return types;
  }
}
