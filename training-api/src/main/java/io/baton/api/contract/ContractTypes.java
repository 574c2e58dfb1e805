package io.baton.api.contract;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.jandex.IndexView;

/** The records and enums of protocol, by the names that their schemas have. */
final class ContractTypes {
  private static final String PACKAGE = "io.baton.protocol.";

  private final Map<String, List<Class<?>>> bySimpleName;

  ContractTypes(IndexView index) {
    this.bySimpleName =
        index.getKnownClasses().stream()
            .map(known -> known.name().toString())
            .filter(name -> name.startsWith(PACKAGE))
            .sorted()
            .<Class<?>>map(ContractTypes::load)
            .filter(type -> type.isRecord() || type.isEnum())
            .collect(Collectors.groupingBy(Class::getSimpleName));
  }

  /**
   * The type of a schema. Two nested records of the same name have schemas whose names end in a
   * number; their properties tell them apart.
   */
  Optional<Class<?>> ofSchema(String name, Set<String> properties) {
    List<Class<?>> candidates =
        bySimpleName.getOrDefault(
            name, bySimpleName.getOrDefault(name.replaceAll("\\d+$", ""), List.of()));
    return candidates.size() == 1
        ? Optional.of(candidates.get(0))
        : candidates.stream().filter(type -> components(type).equals(properties)).findFirst();
  }

  private static Set<String> components(Class<?> type) {
    return type.isRecord()
        ? Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getName)
            .collect(Collectors.toSet())
        : Set.of();
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, Thread.currentThread().getContextClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(name + " is in the index and cannot be loaded", e);
    }
  }
}
