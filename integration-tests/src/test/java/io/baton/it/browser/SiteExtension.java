package io.baton.it.browser;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the one site, and each a person of its own, whose complaints fail the test. */
final class SiteExtension implements ExecutionCondition, ParameterResolver, AfterEachCallback {
  private static final Namespace NAMESPACE = Namespace.create(SiteExtension.class);

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return Chromium.missing()
        .map(ConditionEvaluationResult::disabled)
        .orElseGet(() -> ConditionEvaluationResult.enabled("Chromium is there."));
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Site.class || type == Person.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Site site = site(context);
    return parameter.getParameter().getType() == Site.class ? site : site.operator();
  }

  /** The site ends with the last test of the JVM. */
  private static Site site(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(Site.class, type -> Site.start(), Site.class);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Site site = context.getRoot().getStore(NAMESPACE).get(Site.class, Site.class);
    if (site != null) {
      site.leave(context.getExecutionException().isPresent(), context.getDisplayName());
    }
  }
}
