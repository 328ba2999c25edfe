package dev.oncue.embedded;

import dev.oncue.limit.ClaimSet;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollJson;
import dev.oncue.reaction.ReactionTotals;
import dev.oncue.window.Window;
import dev.oncue.window.WindowJson;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.infinispan.commons.dataconversion.MediaType;
import org.infinispan.commons.io.ByteBuffer;
import org.infinispan.commons.io.ByteBufferImpl;
import org.infinispan.commons.marshall.AbstractMarshaller;

/**
 * Turns what the stores keep into bytes: a kind, then a text, bytes, a poll or window as JSON,
 * totals of reactions, or claims.
 */
final class StoreMarshaller extends AbstractMarshaller {
  private static final byte TEXT = 't';
  private static final byte BYTES = 'b';
  private static final byte POLL = 'p';
  private static final byte WINDOW = 'w';
  private static final byte REACTIONS = 'r';
  private static final byte CLAIMS = 'c';

  @Override
  protected ByteBuffer objectToBuffer(Object object, int estimatedSize) {
    if (object instanceof String text) {
      return buffer(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }
    if (object instanceof Poll poll) {
      return buffer(POLL, PollJson.encode(poll));
    }
    if (object instanceof Window window) {
      return buffer(WINDOW, WindowJson.encode(window));
    }
    if (object instanceof ReactionTotals totals) {
      return buffer(REACTIONS, totals.encode());
    }
    if (object instanceof ClaimSet claims) {
      return buffer(CLAIMS, claims.encode());
    }
    return buffer(BYTES, (byte[]) object);
  }

  private static ByteBuffer buffer(byte kind, byte[] content) {
    byte[] bytes = new byte[content.length + 1];
    bytes[0] = kind;
    System.arraycopy(content, 0, bytes, 1, content.length);
    return ByteBufferImpl.create(bytes);
  }

  @Override
  public Object objectFromByteBuffer(byte[] buffer, int offset, int length) {
    byte[] content = Arrays.copyOfRange(buffer, offset + 1, offset + length);
    return switch (buffer[offset]) {
      case TEXT -> new String(content, StandardCharsets.UTF_8);
      case BYTES -> content;
      case POLL -> PollJson.decode(content);
      case WINDOW -> WindowJson.decode(content);
      case REACTIONS -> ReactionTotals.decode(content);
      case CLAIMS -> ClaimSet.decode(content);
      default -> throw new IllegalStateException("the store holds something of unknown kind");
    };
  }

  @Override
  public boolean isMarshallable(Object object) {
    return object instanceof String
        || object instanceof byte[]
        || object instanceof Poll
        || object instanceof Window
        || object instanceof ReactionTotals
        || object instanceof ClaimSet;
  }

  @Override
  public MediaType mediaType() {
    return MediaType.APPLICATION_OCTET_STREAM;
  }
}
