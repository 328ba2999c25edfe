package dev.oncue.live;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client that has just come gets first.
 *
 * @param covered the place of the latest frame that this covers
 * @param missed the frames it missed
 * @param state the stream as it stands, for a client that is new or was away too long; else {@code
 *     null}
 */
record InitialEvents(EventId covered, List<Frame> missed, @Nullable StateDocument state) {}
