package dev.oncue.live;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;

/** Lets frames travel on the event bus of this instance as they are. */
final class FrameCodec implements MessageCodec<Frame, Frame> {
  private static final String NAME = "oncue.frame";

  static void register(EventBus bus) {
    // Dev mode keeps Vert.x, and with it the codec, when it starts the application again.
    bus.unregisterCodec(NAME);
    bus.registerDefaultCodec(Frame.class, new FrameCodec());
  }

  static DeliveryOptions options() {
    return new DeliveryOptions().setLocalOnly(true).setCodecName(NAME);
  }

  @Override
  public void encodeToWire(Buffer buffer, Frame frame) {
    throw new UnsupportedOperationException("frames stay in their instance");
  }

  @Override
  public Frame decodeFromWire(int position, Buffer buffer) {
    throw new UnsupportedOperationException("frames stay in their instance");
  }

  @Override
  public Frame transform(Frame frame) {
    return frame;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
