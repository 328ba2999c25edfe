package dev.oncue.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimsTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_000);

  private static Caller caller(String json) throws IOException {
    return Claims.read(json.replace('\'', '"').getBytes(UTF_8)).caller(NOW);
  }

  @Test
  void saysWhomATokenSpeaksFor() throws Exception {
    assertThat(
            caller(
                "{'x':{'sub':'other','groups':['producer']},'y':[['z']],'tenant':'acme','sub':'v1',"
                    + "'stream':'s1','groups':['viewer',7,['producer'],{'producer':1},null,'host'],"
                    + "'exp':1001,'nbf':1000,'iat':1e3,'sub2':'other'}"))
        .isEqualTo(new Caller("acme", "v1", Set.of(Group.VIEWER, Group.HOST), "s1"));
  }

  @Test
  void mostClaimsMayBeAbsent() throws Exception {
    Caller plain = new Caller("default", "v1", Set.of(), null);
    assertThat(caller("{'sub':'v1','exp':2000}")).isEqualTo(plain);
    assertThat(caller("{'sub':'v1','exp':2000.5,'groups':null,'stream':null}")).isEqualTo(plain);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "[]", "7", "{", "{'sub':'v1'", "{} {}", "{'exp':}", "{'groups':["})
  void whatIsNoObjectIsToldByAFault(String json) {
    assertThatThrownBy(() -> caller(json)).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'sub':'v1'} | the token has no claim exp",
        "{'sub':'v1','exp':'2000'} | the token has no claim exp",
        "{'sub':'v1','exp':{'exp':2000}} | the token has no claim exp",
        "{'sub':'v1','exp':1000} | the token is not valid, or no longer",
        "{'sub':'v1','exp':2000,'nbf':1001} | the token is not valid, or no longer",
        "{'sub':'v1','exp':2000,'iat':1001} | the token is not valid, or no longer",
        "{'sub':'v1','exp':2000,'nbf':'0'} | a claim of the token has the wrong type",
        "{'sub':7,'exp':2000} | a claim of the token has the wrong type",
        "{'sub':['v1'],'exp':2000} | a claim of the token has the wrong type",
        "{'sub':'v1','exp':2000,'groups':'viewer'} | a claim of the token has the wrong type",
        "{'sub':'v1','exp':2000,'groups':{}} | a claim of the token has the wrong type"
      })
  void whatItMayNotSayIsRefused(String json, String detail) {
    assertThatThrownBy(() -> caller(json))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refusal -> {
              assertThat(refusal.problem()).isEqualTo(Problem.UNAUTHORIZED);
              assertThat(refusal).hasMessageContaining(detail);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"'exp':2000", "'exp':2000,'sub':null", "'exp':2000,'sub':'v1','tenant':null"})
  void aNameAndATenantThereMustBe(String claims) {
    assertThatThrownBy(() -> caller('{' + claims + '}'))
        .hasMessageContaining("sub, tenant and stream");
  }
}
