package dev.oncue.local.process;

import java.io.File;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A test that runs a program. Skipped, with the line that installs it, where there is none. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsProgram.Condition.class)
@interface NeedsProgram {
  /** The command. */
  String value();

  /** The package of Debian that has it. */
  String aptPackage();

  /** Looks for the program in the PATH. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      NeedsProgram needed = context.getRequiredTestClass().getAnnotation(NeedsProgram.class);
      if (isThere(needed.value())) {
        return ConditionEvaluationResult.enabled("found " + needed.value());
      }
      String reason =
          "%s is not in the PATH; install it with: apt-get install %s"
              .formatted(needed.value(), needed.aptPackage());
      if (context.getTestMethod().isEmpty()) {
        System.out.println("Skipped: " + context.getDisplayName() + ": " + reason);
      }
      return ConditionEvaluationResult.disabled(reason);
    }

    private static boolean isThere(String program) {
      return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
          .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
  }
}
