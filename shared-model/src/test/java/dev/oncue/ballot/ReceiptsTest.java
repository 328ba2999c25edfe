package dev.oncue.ballot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oncue.Concurrently;
import dev.oncue.poll.PollFixtures;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.NotBlank;
import org.junit.jupiter.api.Test;

class ReceiptsTest {
  private static final Ballot BALLOT = new Ballot(1, 1_700_000_000_000L);

  private final Receipts receipts = new Receipts(PollFixtures.KEY);

  @Property(tries = 200)
  void a_receipt_is_22_characters_of_base64url(
      @ForAll @AlphaChars @NotBlank String viewer, @ForAll int options, @ForAll long at) {
    assertThat(receipts.sign(viewer, new Ballot(options, at))).matches("[A-Za-z0-9_-]{22}");
  }

  @Test
  void the_same_ballot_has_the_same_receipt_from_whoever_has_the_key() {
    String receipt = receipts.sign("ann", BALLOT);
    assertThat(receipts.sign("ann", BALLOT)).isEqualTo(receipt);
    assertThat(new Receipts(receipts.key()).sign("ann", BALLOT)).isEqualTo(receipt);
  }

  @Test
  void a_receipt_is_the_head_of_an_hmac_over_viewer_and_ballot() throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(Base64.getUrlDecoder().decode(PollFixtures.KEY), "HmacSHA256"));
    ByteBuffer signed = ByteBuffer.allocate(3 + 1 + 4 + 8);
    signed.put("ann".getBytes()).put((byte) 0).putInt(BALLOT.options()).putLong(BALLOT.castAt());
    byte[] head = Arrays.copyOf(mac.doFinal(signed.array()), 16);
    assertThat(Base64.getUrlDecoder().decode(receipts.sign("ann", BALLOT))).isEqualTo(head);
  }

  @Test
  void viewer_options_time_and_key_each_make_another_receipt() {
    Set<String> signed = new HashSet<>();
    signed.add(receipts.sign("ann", BALLOT));
    signed.add(receipts.sign("ann2", BALLOT));
    signed.add(receipts.sign("Ann", BALLOT));
    signed.add(receipts.sign("ann", new Ballot(2, BALLOT.castAt())));
    signed.add(receipts.sign("ann", new Ballot(1 << 31, BALLOT.castAt())));
    signed.add(receipts.sign("ann", new Ballot(1, BALLOT.castAt() + 1)));
    signed.add(receipts.sign("ann", new Ballot(1, BALLOT.castAt() + (1L << 32))));
    signed.add(Receipts.withNewKey().sign("ann", BALLOT));
    assertThat(signed).hasSize(8);
  }

  @Test
  void a_new_key_is_32_bytes_and_new() {
    String key = Receipts.withNewKey().key();
    assertThat(Base64.getUrlDecoder().decode(key)).hasSize(32);
    assertThat(Receipts.withNewKey().key()).isNotEqualTo(key);
  }

  @Test
  void threads_that_sign_at_once_get_the_right_receipts() {
    List<String> viewers = IntStream.range(0, 2_000).mapToObj(i -> "viewer-" + i).toList();
    List<String> expected = viewers.stream().map(viewer -> receipts.sign(viewer, BALLOT)).toList();
    Receipts shared = new Receipts(PollFixtures.KEY);
    List<List<String>> signed =
        Concurrently.run(
            4, thread -> viewers.stream().map(viewer -> shared.sign(viewer, BALLOT)).toList());
    assertThat(signed).hasSize(4).allSatisfy(all -> assertThat(all).isEqualTo(expected));
  }

  @Test
  void receipts_are_equal_by_key_and_say_nothing_of_it() {
    assertThat(receipts).isEqualTo(new Receipts(PollFixtures.KEY));
    assertThat(receipts).hasSameHashCodeAs(new Receipts(PollFixtures.KEY));
    assertThat(receipts).isNotEqualTo(Receipts.withNewKey());
    assertThat(PollFixtures.poll().build().toString()).doesNotContain(PollFixtures.KEY);
  }

  @Test
  void a_key_that_is_not_base64url_is_refused() {
    assertThatThrownBy(() -> new Receipts("*")).isInstanceOf(IllegalArgumentException.class);
  }
}
