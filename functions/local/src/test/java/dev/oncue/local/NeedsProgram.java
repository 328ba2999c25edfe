package dev.oncue.local;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
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
@Repeatable(NeedsProgram.All.class)
public @interface NeedsProgram {
  /** The command. */
  String value();

  /** The package of Debian that has it. */
  String aptPackage() default "";

  /** The line that installs it where no package of Debian has it. */
  String install() default "";

  /** A test that runs several. */
  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.RUNTIME)
  @ExtendWith(NeedsProgram.Condition.class)
  @interface All {
    /** The programs. */
    NeedsProgram[] value();
  }

  /** Looks for the programs in the PATH. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      List<NeedsProgram> missing =
          AnnotationSupport.findRepeatableAnnotations(
                  context.getRequiredTestClass(), NeedsProgram.class)
              .stream()
              .filter(needed -> SearchPath.find(needed.value()).isEmpty())
              .toList();
      if (missing.isEmpty()) {
        return ConditionEvaluationResult.enabled("all programs are in the PATH");
      }
      NeedsProgram needed = missing.get(0);
      String install =
          needed.install().isEmpty() ? "apt-get install " + needed.aptPackage() : needed.install();
      String reason =
          "%s is not in the PATH; install it with: %s".formatted(needed.value(), install);
      if (context.getTestMethod().isEmpty()) {
        System.out.println("Skipped: " + context.getDisplayName() + ": " + reason);
      }
      return ConditionEvaluationResult.disabled(reason);
    }
  }
}
