package dev.oncue.loadtest.feed;

/**
 * One subscriber of a feed that looks at nothing but the order of its events: none twice, none left
 * out, also over a lost connection. Belongs to the event loop.
 */
final class Subscriber implements Feed.Listener {
  private final Subscribers all;
  private final String name;
  private final Feed feed;
  private String cursor;
  private boolean isBack;
  private boolean isDropped;

  Subscriber(Subscribers all, String name, String token) {
    this.all = all;
    this.name = name;
    feed = all.feed(token, this);
  }

  /** Connects, also after the connection was lost. */
  void connect() {
    feed.connect();
  }

  /** Cuts the connection, if there is one. */
  void drop() {
    isBack = false;
    isDropped = true;
    feed.drop();
  }

  @Override
  public void event(String id, String type, String data) {
    if (!type.equals("state") && !Cursors.follows(cursor, id)) {
      all.error(name + " got " + type + ' ' + id + " after " + cursor);
    }
    cursor = id;
    if (!isBack) {
      isBack = true;
      all.cameBack(type.equals("state"));
    }
    all.delivered(type, data);
  }

  @Override
  public void lost() {
    boolean dropped = isDropped;
    isDropped = false;
    all.lost(this, dropped);
  }

  @Override
  public void refused(String why) {
    all.refused(this);
  }
}
