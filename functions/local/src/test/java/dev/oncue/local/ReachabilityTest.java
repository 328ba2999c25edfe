package dev.oncue.local;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What our code finds by name or by reflection, which GraalVM does not see. Each place says how it
 * is registered for native executables; {@code functions/native sources} looks for the
 * registrations themselves.
 */
class ReachabilityTest {
  /** By class: the methods through which something is found that no bytecode names. */
  private static final Map<String, Set<String>> LOOK_UPS =
      Map.ofEntries(
          Map.entry(
              "java.lang.Class",
              Set.of(
                  "forName",
                  "newInstance",
                  "getConstructor",
                  "getConstructors",
                  "getDeclaredConstructor",
                  "getDeclaredConstructors",
                  "getMethod",
                  "getMethods",
                  "getDeclaredMethod",
                  "getDeclaredMethods",
                  "getField",
                  "getFields",
                  "getDeclaredField",
                  "getDeclaredFields",
                  "getRecordComponents",
                  "getResource",
                  "getResourceAsStream")),
          Map.entry(
              "java.lang.ClassLoader",
              Set.of("loadClass", "getResource", "getResources", "getResourceAsStream")),
          Map.entry("java.util.ServiceLoader", Set.of("load", "loadInstalled")),
          Map.entry("java.lang.reflect.Proxy", Set.of("newProxyInstance")),
          Map.entry(
              "java.lang.invoke.MethodHandles$Lookup",
              Set.of("findVirtual", "findStatic", "findConstructor", "findVarHandle")),
          Map.entry("java.util.ResourceBundle", Set.of("getBundle")),
          Map.entry(
              "com.fasterxml.jackson.databind.ObjectMapper",
              Set.of(
                  "readValue",
                  "treeToValue",
                  "convertValue",
                  "valueToTree",
                  "writeValue",
                  "writeValueAsBytes",
                  "writeValueAsString")),
          Map.entry("io.vertx.core.json.JsonObject", Set.of("mapFrom", "mapTo")),
          Map.entry("io.vertx.core.json.Json", Set.of("decodeValue")));

  private static final Map<String, String> REGISTERED =
      Map.of(
          "dev.oncue.http.settings.UnknownVariables by Class.getResourceAsStream",
          "resource-config.json of oncue-http",
          "dev.oncue.live.page.PageFiles by ClassLoader.getResourceAsStream",
          "Quarkus registers what is in META-INF/resources",
          "dev.oncue.live.page.PageFiles by ClassLoader.getResources",
          "resource-config.json of oncue-live");

  @Test
  void what_is_looked_up_is_registered() {
    Set<String> found =
        NativeImageTest.ofNativeExecutables()
            .flatMap(ReachabilityTest::lookUps)
            .collect(toCollection(TreeSet::new));
    assertThat(found).isEqualTo(new TreeMap<>(REGISTERED).keySet());
  }

  private static Stream<String> lookUps(JavaClass type) {
    Stream<JavaAccess<?>> calls =
        Stream.concat(
            type.getMethodCallsFromSelf().stream(), type.getMethodReferencesFromSelf().stream());
    return calls
        .filter(
            call ->
                LOOK_UPS
                    .getOrDefault(call.getTargetOwner().getName(), Set.of())
                    .contains(call.getTarget().getName()))
        .map(
            call ->
                call.getOriginOwner().getName()
                    + " by "
                    + call.getTargetOwner().getSimpleName()
                    + "."
                    + call.getTarget().getName());
  }
}
