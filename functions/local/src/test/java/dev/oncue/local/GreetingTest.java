package dev.oncue.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The addresses that are printed can be opened: here, and on a phone in the same network. */
class GreetingTest {
  private static final List<InetAddress> MACHINE =
      addresses(
          "127.0.0.1", "::1", "fe80::1", "169.254.7.7", "203.0.113.9", "192.168.1.5", "10.0.0.7");

  private static List<InetAddress> addresses(String... texts) {
    return Arrays.stream(texts).map(GreetingTest::address).toList();
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static String text(String host) {
    return Greeting.text(host, 8080, "the-token", MACHINE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "[::]", "0:0:0:0:0:0:0:0"})
  void whoListensEverywhereIsToldAddressesThatAPhoneCanOpen(String host) {
    assertThat(text(host).lines())
        .containsExactly(
            "",
            "Oncue is on.",
            "  host:   http://localhost:8080/host.html#stream=demo&token=the-token",
            "  viewer: http://localhost:8080/viewer.html?stream=demo",
            "  viewer: http://192.168.1.5:8080/viewer.html?stream=demo (from a phone)",
            "  viewer: http://10.0.0.7:8080/viewer.html?stream=demo (from a phone)",
            "  viewer: http://203.0.113.9:8080/viewer.html?stream=demo (from a phone)");
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, http://127.0.0.1:8080",
    "localhost, http://localhost:8080",
    "192.168.1.5, http://192.168.1.5:8080",
    "::1, http://[::1]:8080",
    "[::1], http://[::1]:8080"
  })
  void whoListensOnOneAddressIsToldThatOne(String host, String origin) {
    assertThat(text(host).lines())
        .containsExactly(
            "",
            "Oncue is on.",
            "  host:   " + origin + "/host.html#stream=demo&token=the-token",
            "  viewer: " + origin + "/viewer.html?stream=demo");
  }

  @Test
  void aTokenThatIsNotToBePrintedIsAskedFor() {
    assertThat(Greeting.text("127.0.0.1", 8080, null, MACHINE))
        .contains("/host.html#stream=demo&token=<a producer's token>\n");
  }

  @ParameterizedTest
  @CsvSource({
    "true, *, '  open:   to guests (ONCUE_LOCAL_GUESTS), pages of all origins (ONCUE_CORS_ORIGINS)'",
    "true, https://tv.example, '  open:   to guests (ONCUE_LOCAL_GUESTS)'",
    "false, *, '  open:   to pages of all origins (ONCUE_CORS_ORIGINS)'"
  })
  void whatIsOpenIsToldWithItsSwitch(boolean guests, String origins, String line) {
    assertThat(Greeting.open(guests, origins)).isEqualTo(line + "\n");
  }

  @Test
  void whereNothingIsOpenNothingIsTold() {
    assertThat(Greeting.open(false, "none")).isEmpty();
  }

  @Test
  void thisMachineHasNoAddressThatNobodyCanReach() {
    assertThat(Origins.ofThisMachine()).noneMatch(InetAddress::isLoopbackAddress);
  }
}
