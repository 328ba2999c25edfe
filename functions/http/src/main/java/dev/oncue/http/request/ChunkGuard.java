package dev.oncue.http.request;

import dev.oncue.http.problem.Problem;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;

/**
 * Answers a chunked body that cannot be read (RFC 9112, section 7.1): a chunk's size is no number,
 * a chunk is longer than its size, an extension or a trailer is too long. Vert.x would close the
 * connection without a word.
 *
 * <p>Lies before Vert.x' own handler from the head of a chunked request to its end, so other
 * requests do not meet it. Belongs to the event loop of its connection.
 */
final class ChunkGuard extends ChannelInboundHandlerAdapter {
  private final RoutingContext context;

  private ChunkGuard(RoutingContext context) {
    this.context = context;
  }

  /** Call it on the event loop of the request, before its body is read. */
  static void watch(RoutingContext context) {
    ConnectionBase connection = (ConnectionBase) context.request().connection();
    ChannelPipeline pipeline = connection.channel().pipeline();
    pipeline.addBefore(connection.channelHandlerContext().name(), null, new ChunkGuard(context));
  }

  @Override
  public void channelRead(ChannelHandlerContext channel, Object message) {
    if (message instanceof LastHttpContent) {
      // What follows is another request's.
      channel.pipeline().remove(this);
    }
    if (message instanceof HttpContent content && content.decoderResult().isFailure()) {
      ReferenceCountUtil.release(message);
      Refusals.close(
          context,
          Problem.MALFORMED.with("body: its chunks cannot be read (RFC 9112, section 7.1)"));
    } else {
      channel.fireChannelRead(message);
    }
  }
}
