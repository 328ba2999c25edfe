package dev.oncue.http.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oncue.http.problem.Problem;
import dev.oncue.http.problem.ProblemException;
import dev.oncue.testbed.TestSettings;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimsTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_000);

  private static Caller caller(String json) throws IOException {
    return caller(json, Map.of());
  }

  private static Caller caller(String json, Map<String, String> settings) throws IOException {
    TokenRules rules = TokenRules.of(TestSettings.of(TokenConfig.class, settings));
    return Claims.read(json.replace('\'', '"').getBytes(UTF_8), rules).caller(NOW);
  }

  private static Instant second(long second) {
    return Instant.ofEpochSecond(second);
  }

  @Test
  void saysWhomATokenSpeaksFor() throws Exception {
    assertThat(
            caller(
                "{'x':{'sub':'other','groups':['producer']},'y':[['z']],'tenant':'acme','sub':'v1',"
                    + "'stream':'s1','groups':['viewer',7,['producer'],{'producer':1},null,'host'],"
                    + "'exp':1001,'nbf':1000,'iat':1e9,'sub2':'other'}"))
        .isEqualTo(new Caller("acme", "v1", Set.of(Group.VIEWER, Group.HOST), "s1", second(1001)));
  }

  @Test
  void mostClaimsMayBeAbsent() throws Exception {
    Caller plain = new Caller("default", "v1", Set.of(), null, second(2000));
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
        "'sub':'v1' | exp: is missing",
        "'sub':'v1','exp':null | exp: is missing",
        "'sub':'v1','exp':'2000' | exp: must be a number of seconds",
        "'sub':'v1','exp':true | exp: must be a number of seconds",
        "'sub':'v1','exp':{'exp':2000} | exp: must be a number of seconds",
        "'sub':'v1','exp':995 | exp: the token has ended",
        "'sub':'v1','exp':-1e300 | exp: the token has ended",
        "'sub':'v1','exp':2000,'nbf':1006 | nbf: the token is not good yet",
        "'sub':'v1','exp':2000,'nbf':'0' | nbf: must be a number of seconds",
        "'exp':2000 | sub: must be text of 1-255 bytes",
        "'sub':null,'exp':2000 | sub: must be text of 1-255 bytes",
        "'sub':'','exp':2000 | sub: must be text of 1-255 bytes",
        "'sub':7,'exp':2000 | sub: must be text of 1-255 bytes",
        "'sub':['v1'],'exp':2000 | sub: must be text of 1-255 bytes",
        "'sub':'v1','exp':2000,'tenant':null | tenant: must be 1-128 characters",
        "'sub':'v1','exp':2000,'tenant':'a/b' | tenant: must be 1-128 characters",
        "'sub':'v1','exp':2000,'stream':'' | stream: must be 1-128 characters",
        "'sub':'v1','exp':2000,'stream':['s1'] | stream: must be 1-128 characters",
        "'sub':'v1','exp':2000,'groups':{} | groups: must be a list of words",
        "'sub':'v1','exp':2000,'groups':7 | groups: must be a list of words",
        "'sub':'v1','exp':2000,'sub':'v2' | sub: stands in the token twice",
        "'exp':1,'sub':'v1','exp':2000 | exp: stands in the token twice"
      })
  void whatItMayNotSayIsRefused(String json, String detail) {
    assertThatThrownBy(() -> caller('{' + json + '}'))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refusal -> {
              assertThat(refusal.problem()).isEqualTo(Problem.UNAUTHORIZED);
              assertThat(refusal).hasMessageContaining(detail);
            });
  }

  /** RFC 7519, sections 4.1.4 to 4.1.6: clocks differ, and {@code iat} is no reason. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "'exp':996",
        "'exp':1000.5",
        "'exp':1e300",
        "'exp':2000,'nbf':1005",
        "'exp':2000,'nbf':1002,'iat':1002",
        "'exp':2000,'iat':5000",
        "'exp':2000,'iat':'yesterday'"
      })
  void clocksMayBeFiveSecondsApart(String times) throws Exception {
    assertThat(caller("{'sub':'v1'," + times + "}").name()).isEqualTo("v1");
  }

  @Test
  void theLeewayIsASetting() throws Exception {
    Map<String, String> none = Map.of("oncue.jwt.leeway", "PT0S");
    assertThat(caller("{'sub':'v1','exp':1001,'nbf':1000}", none).name()).isEqualTo("v1");
    assertThatThrownBy(() -> caller("{'sub':'v1','exp':1000}", none)).hasMessageContaining("exp");
    assertThatThrownBy(() -> caller("{'sub':'v1','exp':2000,'nbf':1001}", none))
        .hasMessageContaining("nbf");
    assertThat(caller("{'sub':'v1','exp':701}", Map.of("oncue.jwt.leeway", "PT5M")).name())
        .isEqualTo("v1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'viewer' | VIEWER",
        "'viewer host' | VIEWER,HOST",
        "'openid  email producer ' | PRODUCER",
        "'Viewer' |",
        "'viewers' |",
        "'' |",
        "['viewer host'] |",
        "['producer','producer'] | PRODUCER"
      })
  void groupsAreAListOrAText(String groups, String expected) throws Exception {
    Set<Group> set =
        expected == null
            ? Set.of()
            : Arrays.stream(expected.split(",")).map(Group::valueOf).collect(Collectors.toSet());
    assertThat(caller("{'sub':'v1','exp':2000,'groups':" + groups + "}").groups()).isEqualTo(set);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'iss':'https://id.example/','aud':'oncue' |",
        "'iss':'https://id.example/','aud':['other','oncue'] |",
        "'iss':'https://id.example','aud':'oncue' | iss: must be https://id.example/",
        "'aud':'oncue' | iss: must be https://id.example/",
        "'iss':['https://id.example/'],'aud':'oncue' | iss: must be https://id.example/",
        "'iss':'https://id.example/' | aud: must be or contain oncue",
        "'iss':'https://id.example/','aud':'oncue2' | aud: must be or contain oncue",
        "'iss':'https://id.example/','aud':[['oncue']] | aud: must be or contain oncue",
        "'iss':'https://id.example/','aud':{'oncue':1} | aud: must be or contain oncue"
      })
  void issuerAndAudienceCanBeRequired(String claims, String refusal) throws Exception {
    Map<String, String> required =
        Map.of("oncue.jwt.issuer", "https://id.example/", "oncue.jwt.audience", "oncue");
    String json = "{'sub':'v1','exp':2000," + claims + "}";
    if (refusal == null) {
      assertThat(caller(json, required).name()).isEqualTo("v1");
    } else {
      assertThatThrownBy(() -> caller(json, required)).hasMessageContaining(refusal);
    }
  }

  @Test
  void aClaimInsideOthersIsNamedWithDots() throws Exception {
    Map<String, String> names =
        Map.of(
            "oncue.jwt.claim.viewer", "https://tv.example/user",
            "oncue.jwt.claim.groups", "realm_access.roles",
            "oncue.jwt.claim.tenant", "org.customer.id",
            "oncue.jwt.claim.stream", "org.stream");
    assertThat(
            caller(
                "{'sub':'other','exp':2000,'groups':['producer'],'tenant':'other','stream':'other',"
                    + "'realm_access':{'x':{'roles':['producer']},'roles':['viewer']},"
                    + "'org':{'customer':{'id':'acme','roles':['producer']},'stream':'s1'},"
                    + "'https://tv.example/user':'ann'}",
                names))
        .isEqualTo(new Caller("acme", "ann", Set.of(Group.VIEWER), "s1", second(2000)));
  }

  @Test
  void aClaimMayHaveADotInItsName() throws Exception {
    Map<String, String> names = Map.of("oncue.jwt.claim.groups", "tv.example.groups");
    String json = "{'sub':'v1','exp':2000,'tv.example.groups':['viewer']%s}";
    assertThat(caller(json.formatted(""), names).groups()).containsExactly(Group.VIEWER);
    assertThatThrownBy(() -> caller(json.formatted(",'tv':{'example.groups':['producer']}"), names))
        .hasMessageContaining("tv.example.groups: stands in the token twice");
  }

  @Test
  void oneClaimMaySayTwoThings() throws Exception {
    Map<String, String> names = Map.of("oncue.jwt.claim.tenant", "aud");
    assertThat(caller("{'sub':'v1','exp':2000,'aud':'my-project'}", names).tenant())
        .isEqualTo("my-project");
  }
}
