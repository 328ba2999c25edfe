package dev.oncue.local;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.TryCatchBlock;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import dev.oncue.TaskThread;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;

/**
 * No error is lost. What is missing in a native executable is met as an error, and not as an
 * exception; so is a class that is too new. Who catches all exceptions must therefore catch errors
 * as well, or somebody above must tell of them.
 */
@AnalyzeClasses(
    packages = "dev.oncue",
    importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestbed.class})
class ErrorsTest {
  private static final Set<String> ALL_EXCEPTIONS =
      Set.of(Exception.class.getName(), RuntimeException.class.getName());
  private static final Set<String> ALL_ERRORS =
      Set.of(Throwable.class.getName(), Error.class.getName());

  /** Where errors go instead. */
  private static final Map<String, String> TOLD_ELSEWHERE =
      Map.of(
          "dev.oncue.http.token.JwtKeys.create",
          "the start ends with it",
          "dev.oncue.http.token.JwtKeys.requireSigning",
          "the start ends with it",
          "dev.oncue.http.token.Tokens.isSignedBy",
          "the request is answered 500, and it is logged",
          "dev.oncue.http.settings.SettingException.checkAll",
          "the start ends with it",
          "dev.oncue.vote.BallotBatcher.sendNext",
          "VoteLoop.checkTimeouts makes it good; an executor refuses by an exception",
          "dev.oncue.vote.BallotBatcher.pause",
          "VoteLoop.checkTimeouts makes it good; an executor refuses by an exception",
          "dev.oncue.warmpool.knative.event.EventRecorder.announce",
          "the round leaves the function out, and logs it");

  @ArchTest
  static void who_catches_all_exceptions_catches_errors_too(JavaClasses classes) {
    Set<String> found =
        classes.stream()
            .flatMap(type -> type.getCodeUnits().stream())
            .filter(ErrorsTest::losesErrors)
            .map(unit -> unit.getOwner().getName() + "." + unit.getName())
            .collect(toCollection(TreeSet::new));
    assertThat(found)
        .as("they catch RuntimeException, and let an Error pass")
        .isEqualTo(new TreeSet<>(TOLD_ELSEWHERE.keySet()));
  }

  private static boolean losesErrors(JavaCodeUnit unit) {
    return unit.getTryCatchBlocks().stream()
        .collect(groupingBy(TryCatchBlock::getAccessesContainedInTryBlock))
        .values()
        .stream()
        .map(
            blocks ->
                blocks.stream()
                    .flatMap(block -> block.getCaughtThrowables().stream())
                    .map(JavaClass::getName)
                    .toList())
        .anyMatch(
            caught ->
                caught.stream().anyMatch(ALL_EXCEPTIONS::contains)
                    && caught.stream().noneMatch(ALL_ERRORS::contains));
  }

  /** The JDK's own keep what a task throws, and never run a repeated one again. */
  @ArchTest
  static void tasks_are_run_again_by_what_survives_errors(JavaClasses classes) {
    Set<String> found =
        classes.stream()
            .filter(
                type ->
                    Stream.concat(
                            type.getMethodCallsFromSelf().stream(),
                            type.getMethodReferencesFromSelf().stream())
                        .anyMatch(
                            call ->
                                call.getTargetOwner().isAssignableTo(ScheduledExecutorService.class)
                                    && call.getTarget().getName().startsWith("schedule")))
            .map(JavaClass::getName)
            .collect(toCollection(TreeSet::new));
    // VoteLoop's are on Netty's event loop; its repeated one catches all by itself.
    assertThat(found)
        .containsExactlyInAnyOrder(TaskThread.class.getName(), "dev.oncue.vote.VoteLoop");
  }
}
