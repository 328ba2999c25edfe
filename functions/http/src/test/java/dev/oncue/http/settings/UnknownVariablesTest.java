package dev.oncue.http.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class UnknownVariablesTest {
  @Test
  void whatIsNearlyASettingIsToldOf() {
    assertThat(UnknownVariables.lines(List.of("ONCUE_FEED_MAXAGE")))
        .containsExactly(
            "ONCUE_FEED_MAXAGE is no setting, and changes nothing; is it ONCUE_FEED_MAX_AGE?");
  }

  @Test
  void settingsAndWhatIsNotMeantForUsAreNot() {
    assertThat(UnknownVariables.lines(UnknownVariables.names())).isEmpty();
    assertThat(
            UnknownVariables.lines(
                List.of("ONCUE_CLUSTER_SERVERS", "ONCUE_IMAGE_CHECK", "FEED_MAX_AGE", "PATH")))
        .isEmpty();
  }
}
