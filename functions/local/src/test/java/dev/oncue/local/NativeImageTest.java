package dev.oncue.local;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaStaticInitializer;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.oncue.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.infinispan.client.hotrod.annotation.ClientListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What our jars tell GraalVM's native-image. Quarkus lets it run static initializers while an
 * executable is built: what they take from the moment would be the same in every process, and it
 * refuses an executable with a generator of random numbers in it.
 */
class NativeImageTest {
  private static final String FOLDER = "META-INF/native-image/dev.oncue/";

  /** It is in infinispan-remote-query-client, which a JVM does without. */
  private static final String OF_NATIVE_BUILDS_ALONE = "proto/generated/query.proto";

  /** Whose answer differs from one moment or process to the next. */
  private static final Set<String> OF_THE_MOMENT =
      Set.of(
          "java.lang.System.nanoTime",
          "java.lang.System.currentTimeMillis",
          "java.lang.System.getenv",
          "java.lang.Runtime.availableProcessors",
          "java.time.Instant.now",
          "java.util.UUID.randomUUID",
          "java.net.InetAddress.getLocalHost");

  /** All of our classes that are in native executables. */
  static Stream<JavaClass> ofNativeExecutables() {
    return new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_PACKAGE_INFOS)
            .withImportOption(new ArchitectureTest.NoTestbed())
            .importPackages("dev.oncue")
            .stream()
            // The grid inside a process is never in a native executable.
            .filter(type -> !type.getPackageName().startsWith("dev.oncue.embedded"))
            .filter(type -> !type.getPackageName().startsWith("dev.oncue.journal"))
            .filter(type -> !type.getPackageName().startsWith("dev.oncue.local"));
  }

  /** The classes that our jars have initialized when an executable starts. */
  static Set<String> initializedLate() {
    Set<String> told = new TreeSet<>();
    for (String jar : List.of("oncue-shared-model", "oncue-http")) {
      Properties properties = new Properties();
      try (InputStream in = resource(FOLDER + jar + "/native-image.properties")) {
        properties.load(in);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      String list = properties.getProperty("Args").replace("--initialize-at-run-time=", "");
      told.addAll(Arrays.asList(list.split(",")));
    }
    return told;
  }

  @Test
  void what_takes_chance_or_the_time_is_initialized_when_the_executable_starts() {
    Set<String> found =
        ofNativeExecutables()
            .filter(NativeImageTest::takesFromTheMoment)
            .map(JavaClass::getName)
            .collect(toCollection(TreeSet::new));
    assertThat(initializedLate()).isEqualTo(found);
  }

  private static boolean takesFromTheMoment(JavaClass type) {
    return type.getStaticInitializer().stream()
        .flatMap(NativeImageTest::called)
        .anyMatch(
            call ->
                call.getTargetOwner().isAssignableTo(Random.class)
                    || OF_THE_MOMENT.contains(
                        call.getTargetOwner().getName() + "." + call.getTarget().getName()));
  }

  private static Stream<? extends JavaAccess<?>> called(JavaStaticInitializer initializer) {
    return Stream.concat(
        initializer.getConstructorCallsFromSelf().stream(),
        initializer.getMethodCallsFromSelf().stream());
  }

  @ParameterizedTest
  @CsvSource({"oncue-shared-model, 5", "oncue-http, 1", "oncue-hotrod, 7"})
  void resources_that_are_named_are_there(String jar, int number) throws IOException {
    List<String> patterns =
        json(jar + "/resource-config.json")
            .get("resources")
            .get("includes")
            .findValuesAsText("pattern");
    assertThat(patterns).hasSize(number);
    for (String pattern : patterns) {
      String name = pattern.replace("\\Q", "").replace("\\E", "");
      if (!name.equals(OF_NATIVE_BUILDS_ALONE)) {
        resource(name).close();
      }
    }
  }

  /** The client finds them by their names; a new version may have them elsewhere. */
  @Test
  void classes_that_are_registered_are_there() throws Exception {
    List<String> names = json("oncue-hotrod/reflect-config.json").findValuesAsText("name");
    assertThat(names).hasSizeGreaterThan(10).contains("dev.oncue.hotrod.MirrorReader");
    for (String name : names) {
      assertThat(Class.forName(name, false, Json.class.getClassLoader())).isNotNull();
    }
  }

  /** The client calls them by reflection, by their annotations. */
  @Test
  void each_listener_of_the_client_is_registered() throws IOException {
    assertThat(
            ofNativeExecutables()
                .filter(type -> type.isAnnotatedWith(ClientListener.class))
                .map(JavaClass::getName))
        .isNotEmpty()
        .isSubsetOf(json("oncue-hotrod/reflect-config.json").findValuesAsText("name"));
  }

  private static JsonNode json(String file) throws IOException {
    try (InputStream in = resource(FOLDER + file)) {
      return new ObjectMapper().readTree(in);
    }
  }

  private static InputStream resource(String name) {
    InputStream in = Json.class.getClassLoader().getResourceAsStream(name);
    assertThat(in).as(name).isNotNull();
    return in;
  }
}
