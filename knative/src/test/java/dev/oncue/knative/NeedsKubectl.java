package dev.oncue.knative;

import java.io.File;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A test that lets kubectl render overlays. Skipped, with where to get it, where there is none. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsKubectl.Condition.class)
@interface NeedsKubectl {
  /** Looks for it in the PATH. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      if (find().isPresent()) {
        return ConditionEvaluationResult.enabled("found kubectl");
      }
      String reason = "kubectl is not in the PATH; https://kubernetes.io/docs/tasks/tools has it";
      if (context.getTestMethod().isEmpty()) {
        System.out.println("Skipped: " + context.getDisplayName() + ": " + reason);
      }
      return ConditionEvaluationResult.disabled(reason);
    }

    static Optional<Path> find() {
      return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
          .map(folder -> Path.of(folder, "kubectl"))
          .filter(Files::isExecutable)
          .findFirst();
    }
  }
}
