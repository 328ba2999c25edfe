package dev.oncue.local.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The reference of all settings is what the mappings say, and no word more. */
class SettingsReferenceTest {
  private static final Path REFERENCE = Path.of("..", "SETTINGS.md");
  private static final Path NAMES =
      Path.of("..", "http", "src", "main", "resources", "META-INF", "oncue", "settings.txt");
  private static final String WRITE =
      "./mvnw test -pl functions/local -am -Dtest=SettingsReferenceTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Doncue.test.write-settings=true";

  private static final List<SettingsRoom> ROOMS =
      new ClassFileImporter()
              .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
              .withImportOption(location -> !location.contains("-tests.jar"))
              .importPackages("dev.oncue")
              .stream()
              .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
              .map(type -> SettingsRoom.of(type.reflect()))
              .sorted(Comparator.comparing(SettingsRoom::first))
              .toList();

  private static void assertIsWritten(Path file, String text) throws IOException {
    if (Boolean.getBoolean("oncue.test.write-settings")) {
      Files.writeString(file, text);
    }
    assertThat(Files.exists(file) ? Files.readString(file) : "")
        .as("%s is generated, and a setting has changed. Write it anew: %s", file, WRITE)
        .isEqualTo(text);
  }

  @Test
  void theReferenceSaysWhatTheMappingsSay() throws IOException {
    assertIsWritten(REFERENCE, SettingsPage.of(ROOMS));
  }

  /** A start that meets a name which is nearly one of these tells it. */
  @Test
  void theNamesAreThoseOfTheMappings() throws IOException {
    assertIsWritten(
        NAMES,
        ROOMS.stream()
            .flatMap(room -> room.settings().stream())
            .filter(setting -> !setting.variable().isEmpty())
            .map(setting -> setting.variable() + "\n")
            .sorted()
            .collect(Collectors.joining()));
  }

  @Test
  void eachSettingHasADescription() {
    assertThat(ROOMS).hasSizeGreaterThan(10);
    assertThat(ROOMS)
        .flatExtracting(SettingsRoom::settings)
        .allSatisfy(setting -> assertThat(setting.doc()).as(setting.variable()).endsWith("."));
  }
}
