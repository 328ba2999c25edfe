package dev.oncue.event;

/**
 * What makes an event the same event: source and id (CloudEvents 1.0, "id"), from the same sender,
 * of the same type and for the same stream. So nobody is given the answer to another one's event,
 * and nobody can use up another one's ids.
 *
 * @param tenant of the token that it came with
 * @param sender who sent it, as the token says
 * @param type the event's type
 * @param stream the stream that its data names
 * @param source the event's source
 * @param id the event's id
 */
public record DeliveryId(
    String tenant, String sender, String type, String stream, String source, String id) {
  /** A text that no other delivery has, whatever a sender puts into any of them. */
  public String path() {
    StringBuilder path = new StringBuilder();
    for (String part : new String[] {tenant, sender, type, stream, source, id}) {
      path.append(part.length()).append('\n').append(part).append('\n');
    }
    return path.toString();
  }
}
