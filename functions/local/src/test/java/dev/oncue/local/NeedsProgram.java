package dev.oncue.local;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * A test that runs a program. Skipped, with the line that installs it, where there is none. May
 * also stand on another annotation, which then means the same.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsProgram.Condition.class)
public @interface NeedsProgram {
  /** The command. */
  String value();

  /** The package of Debian that has it. */
  String aptPackage();

  /** Looks for the program in the PATH. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      NeedsProgram needed =
          AnnotationSupport.findAnnotation(context.getRequiredTestClass(), NeedsProgram.class)
              .orElseThrow();
      Optional<Path> found = SearchPath.find(needed.value());
      if (found.isPresent()) {
        return ConditionEvaluationResult.enabled("found " + found.get());
      }
      String reason =
          "%s is not in the PATH; install it with: apt-get install %s"
              .formatted(needed.value(), needed.aptPackage());
      if (context.getTestMethod().isEmpty()) {
        System.out.println("Skipped: " + context.getDisplayName() + ": " + reason);
      }
      return ConditionEvaluationResult.disabled(reason);
    }
  }
}
