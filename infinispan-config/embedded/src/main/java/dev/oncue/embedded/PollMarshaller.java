package dev.oncue.embedded;

import dev.oncue.poll.Poll;
import dev.oncue.poll.PollJson;
import java.util.Arrays;
import org.infinispan.commons.dataconversion.MediaType;
import org.infinispan.commons.io.ByteBuffer;
import org.infinispan.commons.io.ByteBufferImpl;
import org.infinispan.commons.marshall.AbstractMarshaller;

/** Turns polls into the bytes that the store keeps. All else that is stored is bytes or text. */
final class PollMarshaller extends AbstractMarshaller {
  @Override
  protected ByteBuffer objectToBuffer(Object object, int estimatedSize) {
    byte[] bytes = PollJson.encode((Poll) object);
    return ByteBufferImpl.create(bytes);
  }

  @Override
  public Object objectFromByteBuffer(byte[] buffer, int offset, int length) {
    return PollJson.decode(Arrays.copyOfRange(buffer, offset, offset + length));
  }

  @Override
  public boolean isMarshallable(Object object) {
    return object instanceof Poll;
  }

  @Override
  public MediaType mediaType() {
    return MediaType.APPLICATION_JSON;
  }
}
