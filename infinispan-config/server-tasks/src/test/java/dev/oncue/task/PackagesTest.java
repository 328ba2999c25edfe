package dev.oncue.task;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/** The packages of what the servers run depend on each other in one direction. */
@AnalyzeClasses(packages = "dev.oncue.task", importOptions = ImportOption.DoNotIncludeTests.class)
class PackagesTest {
  @ArchTest
  static void everyPackageIsLookedAt(JavaClasses classes) {
    for (String name : List.of("command", "entry", "journal", "restore")) {
      assertThat(classes.that(resideInAPackage("dev.oncue.task." + name))).as(name).isNotEmpty();
    }
  }

  @ArchTest
  static final ArchRule packagesFormNoCycles =
      slices().matching("(dev.oncue.task..)").should().beFreeOfCycles();

  /** Infinispan finds the module, the schema and the stores by their names. */
  @ArchTest
  static final ArchRule whatInfinispanFindsByNameIsUsedByNothingElse =
      noClasses()
          .that()
          .resideInAPackage("dev.oncue.task.*")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.oncue.task");
}
