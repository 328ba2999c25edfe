package dev.oncue.task.command;

import dev.oncue.entry.EntryDigest;
import dev.oncue.entry.EntryPage;
import io.reactivex.rxjava3.core.Flowable;
import java.io.ByteArrayOutputStream;
import java.util.BitSet;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.infinispan.commons.marshall.WrappedByteArray;
import org.infinispan.container.entries.CacheEntry;
import org.infinispan.protostream.annotations.ProtoFactory;
import org.infinispan.protostream.annotations.ProtoField;
import org.infinispan.protostream.annotations.ProtoName;
import org.reactivestreams.Publisher;

/**
 * Reads those of a server's entries that are in some buckets of {@link EntryDigest}: an {@link
 * EntryPage}.
 */
@ProtoName("PageOf")
public final class PageCommand
    implements Function<Publisher<CacheEntry<Object, Object>>, CompletionStage<byte[]>> {
  private final byte[] buckets;

  /**
   * @param buckets the bytes of a {@link BitSet}
   */
  @ProtoFactory
  PageCommand(byte[] buckets) {
    this.buckets = buckets;
  }

  @ProtoField(1)
  byte[] buckets() {
    return buckets;
  }

  @Override
  public CompletionStage<byte[]> apply(Publisher<CacheEntry<Object, Object>> entries) {
    BitSet wanted = BitSet.valueOf(buckets);
    return Flowable.fromPublisher(entries)
        .filter(entry -> wanted.get(EntryDigest.bucketOf((String) entry.getKey())))
        .collect(ByteArrayOutputStream::new, PageCommand::append)
        .map(ByteArrayOutputStream::toByteArray)
        .toCompletionStage();
  }

  private static void append(ByteArrayOutputStream page, CacheEntry<Object, Object> entry) {
    EntryPage.append(page, (String) entry.getKey(), bytes(entry.getValue()));
  }

  /** The bytes of a value, as a server stores it. */
  static byte[] bytes(Object value) {
    return value instanceof WrappedByteArray wrapped ? wrapped.getBytes() : (byte[]) value;
  }

  /**
   * Reads many entries of a cache at once. Parameter {@code buckets}: the buckets of {@link
   * EntryDigest} they are in, as the bytes of a {@link BitSet}. Gives an {@link EntryPage}. An
   * owner of an entry is asked, be it the first one or not: what was written in the last moment may
   * not be in it.
   */
  static GridTask of(String cache, Set<Role> roles) {
    return new GridTask(
        "oncue.page." + cache,
        roles,
        (caches, parameters) ->
            caches
                .named(cache)
                .reduce(new PageCommand((byte[]) parameters.get("buckets")), new Joined()));
  }

  /** Puts pages behind each other. */
  public static final class Joined implements Function<Publisher<byte[]>, CompletionStage<byte[]>> {
    @ProtoFactory
    Joined() {}

    @Override
    public CompletionStage<byte[]> apply(Publisher<byte[]> pages) {
      return Flowable.fromPublisher(pages)
          .collect(ByteArrayOutputStream::new, ByteArrayOutputStream::writeBytes)
          .map(ByteArrayOutputStream::toByteArray)
          .toCompletionStage();
    }
  }
}
