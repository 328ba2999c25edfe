package dev.oncue.warmpool.knative.saved;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.warmpool.knative.saved.SavedAnnotations.SavedValue;
import dev.oncue.warmpool.knative.serving.PatchedKind;
import dev.oncue.warmpool.knative.serving.ScaleBound;
import dev.oncue.warmpool.knative.serving.ScaleTarget;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SavedObjectsTest {
  private static final ScaleTarget REVISION = new ScaleTarget(PatchedKind.REVISION, "vote-00001");
  private static final SavedAnnotations LOAN =
      new SavedAnnotations(
          "8f1c",
          "vote",
          Map.of(
              ScaleBound.MIN, new SavedValue(Optional.empty(), List.of("5", "8")),
              ScaleBound.MAX, new SavedValue(Optional.of("3"), List.of("5"))));

  @Test
  void itIsReadAsItWasWritten() {
    SavedObjects savedObjects = SavedObjects.read(Map.of()).with(REVISION, Optional.of(LOAN));
    assertThat(savedObjects.data())
        .isEqualTo(
            Map.of(
                "Revision.vote-00001",
                "{\"uid\":\"8f1c\",\"service\":\"vote\",\"min-scale\":{\"ours\":[\"5\",\"8\"]},"
                    + "\"max-scale\":{\"original\":\"3\",\"ours\":[\"5\"]}}"));
    assertThat(SavedObjects.read(savedObjects.data())).isEqualTo(savedObjects);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "5",
        "nonsense",
        "{\"uid\":\"1\",\"service\":\"vote\",\"scale-down-delay\":{\"ours\":[]}}",
        "{\"uid\":1,\"service\":\"vote\"}",
        "{\"uid\":\"1\",\"service\":\"vote\",\"min-scale\":\"5\"}"
      })
  void whatIsNotUnderstoodIsKept(String text) {
    Map<String, String> data =
        Map.of("Revision.vote-00001", text, "Pod.x", SavedAnnotationsJson.write(LOAN));
    SavedObjects savedObjects = SavedObjects.read(data);
    assertThat(savedObjects.annotations()).isEmpty();
    assertThat(savedObjects.isReadable(REVISION)).isFalse();
    assertThat(savedObjects.data()).isEqualTo(data);
  }

  @Test
  void aLoanOfAnObjectThatWasDeletedIsNotThatOfItsSuccessor() {
    SavedObjects savedObjects = SavedObjects.read(Map.of()).with(REVISION, Optional.of(LOAN));
    assertThat(savedObjects.of(REVISION, "8f1c", "vote")).isEqualTo(LOAN);
    assertThat(savedObjects.of(REVISION, "other", "vote"))
        .isEqualTo(SavedAnnotations.none("other", "vote"));
  }

  @Test
  void theValuesOnRecordAreTheLatestOnes() {
    SavedValue savedValue = SavedValue.first(Optional.empty(), "0");
    for (int value : IntStream.range(1, 100).toArray()) {
      savedValue = savedValue.then(Integer.toString(value)).then("7");
    }
    assertThat(savedValue.ours()).hasSize(SavedValue.MAX_VALUES).endsWith("99", "7");
  }
}
