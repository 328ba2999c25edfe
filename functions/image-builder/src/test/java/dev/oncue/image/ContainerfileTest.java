package dev.oncue.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerfileTest {
  @TempDir Path folder;

  private Containerfile read(String text) throws IOException {
    return Containerfile.read(
        Files.writeString(folder.resolve("file"), text), Map.of("FUNCTION", "live"));
  }

  @Test
  void the_last_stage_counts_and_no_other() throws IOException {
    Containerfile recipe =
        read(
            """
            FROM java:25 AS training
            ARG FUNCTION=vote
            LABEL a="of the first"
            RUN train "$FUNCTION"
            # FROM nothing
            FROM java:25-jre
            ARG FUNCTION=vote
            ARG VERSION
            LABEL title="oncue $FUNCTION" \\
              version="$VERSION"
            ENV MODE=fast GREETING="good day"
            WORKDIR /oncue
            COPY --from=training /built/${FUNCTION}/a.jar a.jar
            COPY --from=training /start /etc/start
            USER 1001
            EXPOSE 8080
            STOPSIGNAL SIGTERM
            ENTRYPOINT ["java", "-jar", "/oncue/a.jar"]
            """);
    assertThat(recipe)
        .isEqualTo(
            new Containerfile(
                "java:25-jre",
                Map.of("title", "oncue live"),
                Map.of("MODE", "fast", "GREETING", "good day"),
                "/oncue",
                List.of(
                    new Containerfile.Copy("training", "/built/live/a.jar", "/oncue/a.jar"),
                    new Containerfile.Copy("training", "/start", "/etc/start")),
                "1001",
                List.of(8080),
                List.of("java", "-jar", "/oncue/a.jar")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RUN apt-get update",
        "COPY here there",
        "COPY --from=training --chmod=555 /a b",
        "ENTRYPOINT java -jar a.jar",
        "STOPSIGNAL SIGINT",
        "HEALTHCHECK NONE",
        "VOLUME /data"
      })
  void what_would_be_left_out_is_refused(String line) {
    assertThatThrownBy(() -> read("FROM java:25\n" + line + "\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(line);
  }
}
