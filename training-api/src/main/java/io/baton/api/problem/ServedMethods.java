package io.baton.api.problem;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Which methods each address has, whichever resources they are in. */
@ApplicationScoped
class ServedMethods {
  private final List<Address> addresses;

  ServedMethods(BeanManager beans) {
    Map<String, Set<String>> methods = new LinkedHashMap<>();
    for (Bean<?> bean : beans.getBeans(Object.class, Any.Literal.INSTANCE)) {
      Path path = bean.getBeanClass().getAnnotation(Path.class);
      if (path != null) {
        collect(path.value(), bean.getBeanClass(), methods);
      }
    }
    addresses =
        methods.entrySet().stream()
            .map(address -> Address.of(address.getKey(), address.getValue()))
            .sorted(Comparator.comparingInt(Address::names))
            .toList();
  }

  /**
   * An address.
   *
   * @param pattern of its path
   * @param names how many parts of it stand for something: {@code /v1/jobs/batch} goes before
   *     {@code /v1/jobs/{job}}
   */
  private record Address(Pattern pattern, int names, Set<String> methods) {
    private static final Pattern NAME = Pattern.compile("\\{[^}]*}");

    static Address of(String path, Set<String> methods) {
      List<String> between = new ArrayList<>();
      for (String literal : NAME.split(path, -1)) {
        between.add(Pattern.quote(literal));
      }
      return new Address(
          Pattern.compile(String.join("[^/]+", between) + "/?"), between.size() - 1, methods);
    }
  }

  private static void collect(String path, Class<?> resource, Map<String, Set<String>> methods) {
    for (Method method : resource.getMethods()) {
      for (Annotation annotation : method.getAnnotations()) {
        HttpMethod http = annotation.annotationType().getAnnotation(HttpMethod.class);
        if (http != null) {
          Path more = method.getAnnotation(Path.class);
          methods
              .computeIfAbsent(more == null ? path : path + more.value(), any -> new TreeSet<>())
              .add(http.value());
        }
      }
    }
  }

  /** The methods at a path; none where nothing is there. */
  Set<String> at(String path) {
    Set<String> found =
        addresses.stream()
            .filter(address -> address.pattern().matcher(path).matches())
            .findFirst()
            .map(address -> new TreeSet<>(address.methods()))
            .orElseGet(TreeSet::new);
    if (found.contains(HttpMethod.GET)) {
      found.add(HttpMethod.HEAD);
    }
    if (!found.isEmpty()) {
      found.add(HttpMethod.OPTIONS);
    }
    return found;
  }
}
