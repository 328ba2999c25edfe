package dev.oncue.local;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.doNot;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.oncue.ballot.BallotBoxes;
import dev.oncue.event.Deliveries;
import dev.oncue.poll.Polls;
import dev.oncue.reaction.Reactions;
import dev.oncue.viewer.Viewers;
import dev.oncue.warmpool.pool.InstancePool;
import dev.oncue.window.Windows;
import io.smallrye.config.ConfigMapping;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Arrows point one way: functions to the grid's ports, the grid to the rules, nothing back. */
@AnalyzeClasses(
    packages = "dev.oncue",
    importOptions = {
      ImportOption.DoNotIncludeTests.class,
      ImportOption.DoNotIncludePackageInfos.class,
      ArchitectureTest.NoTestbed.class
    })
class ArchitectureTest {
  private static final String[] RULES_OF_THE_GAME = {
    "dev.oncue",
    "dev.oncue.poll..",
    "dev.oncue.ballot..",
    "dev.oncue.reaction..",
    "dev.oncue.event..",
    "dev.oncue.stream..",
    "dev.oncue.window..",
    "dev.oncue.viewer..",
    "dev.oncue.cue..",
    "dev.oncue.json..",
    "dev.oncue.text..",
    "dev.oncue.entry..",
    "dev.oncue.limit.."
  };
  private static final String[] GRID = {
    "dev.oncue.embedded..", "dev.oncue.hotrod..", "dev.oncue.journal.."
  };
  private static final String[] EDGE = {"dev.oncue.http..", "dev.oncue.closing.."};
  private static final String LOCAL = "dev.oncue.local..";
  private static final List<String> FUNCTIONS =
      List.of("vote", "react", "pollopen", "pollclose", "live", "warmpool");
  private static final String[] ALL_FUNCTIONS =
      FUNCTIONS.stream().map(name -> "dev.oncue." + name + "..").toArray(String[]::new);

  /** Leaves out what the tests of all modules share. */
  static final class NoTestbed implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar") && !location.contains("functions/testbed/");
    }
  }

  @ArchTest
  static void everyPartIsLookedAt(JavaClasses classes) {
    for (String part :
        List.of(
            "poll",
            "window",
            "viewer",
            "cue",
            "embedded",
            "hotrod",
            "journal",
            "http",
            "closing",
            "local")) {
      assertThat(classes.that(resideInAPackage("dev.oncue." + part + ".."))).as(part).isNotEmpty();
    }
    for (String function : FUNCTIONS) {
      assertThat(classes.that(resideInAPackage("dev.oncue." + function + "..")))
          .as(function)
          .isNotEmpty();
    }
  }

  @ArchTest
  static final ArchRule everyClassHasItsPlace =
      classes()
          .should()
          .resideInAnyPackage(
              concat(RULES_OF_THE_GAME, concat(concat(ALL_FUNCTIONS, GRID), concat(EDGE, LOCAL))))
          .because("a package that no rule knows is held to no rule");

  @ArchTest
  static final ArchRule theRulesOfTheGameArePlainJava =
      noClasses()
          .that()
          .resideInAnyPackage(RULES_OF_THE_GAME)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              concat(
                  concat(concat(ALL_FUNCTIONS, GRID), EDGE),
                  LOCAL,
                  "io.quarkus..",
                  "io.vertx..",
                  "io.smallrye..",
                  "org.infinispan..",
                  "jakarta..",
                  "org.eclipse.microprofile.."));

  @ArchTest
  static final ArchRule theGridKnowsNoFunction =
      noClasses()
          .that()
          .resideInAnyPackage(GRID)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              concat(concat(ALL_FUNCTIONS, EDGE), LOCAL, "io.quarkus..", "io.vertx.."));

  @ArchTest
  static final ArchRule functionsReachTheGridByItsPortsAlone =
      noClasses()
          .that()
          .resideInAnyPackage(concat(ALL_FUNCTIONS, EDGE))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(concat(GRID, "org.infinispan.."));

  @ArchTest
  static final ArchRule closingPollsIsNotHttp =
      noClasses()
          .that()
          .resideInAPackage("dev.oncue.closing..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("dev.oncue.http..", "io.vertx.core.http..", "io.vertx.ext.web..")
                  .and(doNot(resideInAPackage("dev.oncue.http.settings"))));

  @ArchTest
  static final ArchRule theEdgeKnowsNoFunction =
      noClasses()
          .that()
          .resideInAnyPackage(EDGE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(concat(ALL_FUNCTIONS, LOCAL));

  @ArchTest
  static void functionsDoNotKnowEachOther(JavaClasses classes) {
    for (String function : FUNCTIONS) {
      String own = "dev.oncue." + function + "..";
      noClasses()
          .that()
          .resideInAPackage(own)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(concat(ALL_FUNCTIONS, LOCAL)).and(doNot(resideInAPackage(own))))
          .check(classes);
    }
  }

  @ArchTest
  static final ArchRule namesSayWhatAThingIs =
      noClasses()
          .should()
          .haveNameMatching(".*(Impl|Utils?|Manager|Helper|Dto|DTO)")
          .because("such a name says nothing of what the class is for");

  @ArchTest
  static final ArchRule anInterfaceStandsForMoreThanOneThing =
      classes()
          .that(
              describe(
                  "are interfaces, and no ports or settings",
                  (JavaClass type) ->
                      type.isInterface()
                          && !type.isAnnotation()
                          && !isPort(type)
                          && !isSettings(type)))
          .should(haveMoreThanOneImplementationOrBeAFunction());

  /** SmallRye Config makes their implementations. */
  private static boolean isSettings(JavaClass type) {
    return type.isAnnotatedWith(ConfigMapping.class)
        || type.getEnclosingClass().filter(ArchitectureTest::isSettings).isPresent();
  }

  private static boolean isPort(JavaClass type) {
    return Set.of(
            Polls.class,
            BallotBoxes.class,
            Reactions.class,
            Deliveries.class,
            Windows.class,
            Viewers.class,
            InstancePool.class)
        .stream()
        .anyMatch(type::isEquivalentTo);
  }

  /** A function's implementations are lambdas; those are no classes, and so are not counted. */
  private static ArchCondition<JavaClass> haveMoreThanOneImplementationOrBeAFunction() {
    return new ArchCondition<>("have more than one implementation, or be functions") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        long implementations =
            type.getAllSubclasses().stream().filter(sub -> !sub.isInterface()).count();
        long functions =
            type.getAllMethods().stream()
                .filter(method -> method.getModifiers().contains(JavaModifier.ABSTRACT))
                .count();
        boolean isFunction = functions == 1 && implementations == 0;
        events.add(
            new SimpleConditionEvent(
                type,
                isFunction || implementations > 1,
                type.getName() + " has " + implementations + " implementation(s)"));
      }
    };
  }

  /** Polls and their ballots know each other: a ballot box belongs to a poll, its keys to it. */
  @ArchTest
  static final ArchRule packagesFormNoCircles =
      slices()
          .assignedFrom(
              new SliceAssignment() {
                @Override
                public SliceIdentifier getIdentifierOf(JavaClass type) {
                  String name = type.getPackageName();
                  return Set.of("dev.oncue", "dev.oncue.poll", "dev.oncue.ballot").contains(name)
                      ? SliceIdentifier.of("poll and ballot")
                      : SliceIdentifier.of(name);
                }

                @Override
                public String getDescription() {
                  return "packages, with poll and ballot as one";
                }
              })
          .should()
          .beFreeOfCycles();

  private static String[] concat(String[] first, String... second) {
    String[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }
}
