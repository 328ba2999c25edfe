package dev.oncue.loadtest.bench;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Set;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A test of a variant. Skipped, with the line that installs its tools, where they are not there.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsToolsOf.Condition.class)
@interface NeedsToolsOf {
  Kind value();

  /** Looks for the tools. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      Kind kind = context.getRequiredTestClass().getAnnotation(NeedsToolsOf.class).value();
      Set<Tool> missing = kind.tools();
      missing.removeIf(Tool::isThere);
      if (missing.isEmpty()) {
        return ConditionEvaluationResult.enabled("found " + kind.tools());
      }
      String reason =
          "not in the PATH: %s; install with: %s".formatted(missing, Tool.installLine(missing));
      if (context.getTestMethod().isEmpty()) {
        System.out.println("Skipped: " + context.getDisplayName() + ": " + reason);
      }
      return ConditionEvaluationResult.disabled(reason);
    }
  }
}
