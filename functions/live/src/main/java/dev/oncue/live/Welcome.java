package dev.oncue.live;

import java.util.List;

/**
 * What a client that has just come is told first.
 *
 * @param covered the place of the latest frame that this covers
 * @param missed the frames it missed
 * @param snapshot the stream as it stands, for a client that is new or was away too long; else
 *     {@code null}
 */
record Welcome(Place covered, List<Frame> missed, Snapshot snapshot) {}
