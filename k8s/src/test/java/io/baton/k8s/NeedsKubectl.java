package io.baton.k8s;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a class, and says so, where kubectl is missing and need not be there. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsKubectl.Condition.class)
@interface NeedsKubectl {

  /** Decides. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      Optional<String> missing = Kubectl.missing();
      if (missing.isEmpty() || "true".equals(System.getenv(Kubectl.REQUIRED))) {
        return ConditionEvaluationResult.enabled("kubectl is there, or must be");
      }
      System.out.println("SKIPPED " + context.getDisplayName() + ": " + missing.get());
      return ConditionEvaluationResult.disabled(missing.get());
    }
  }
}
