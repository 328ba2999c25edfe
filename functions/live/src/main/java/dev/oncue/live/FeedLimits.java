package dev.oncue.live;

import dev.oncue.http.problem.Problem;
import dev.oncue.http.problem.ProblemException;
import dev.oncue.http.token.Caller;
import dev.oncue.stream.StreamId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How many feeds there may be at this instance: of one caller, of one tenant, and of all. Guarded
 * by its own lock; thread-safe.
 */
@Singleton
final class FeedLimits {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final FeedConfig config;
  private final Map<String, Integer> ofTenants = new HashMap<>();
  private final Map<CallerId, OfCaller> ofCallers = new HashMap<>();
  private int all;

  private record CallerId(String tenant, String name) {}

  /** What one caller has. */
  private static final class OfCaller {
    private int feeds;

    /** How many feeds, by those streams that the caller's tokens do not name. */
    private final Map<StreamId, Integer> streams = new HashMap<>();
  }

  @Inject
  FeedLimits(FeedConfig config) {
    this.config = config;
  }

  /** A feed that is counted. Given back once, however often it is closed. */
  final class Place implements AutoCloseable {
    private final CallerId caller;
    private final StreamId stream;
    private final boolean ofStream;
    private boolean closed;

    private Place(CallerId caller, StreamId stream, boolean ofStream) {
      this.caller = caller;
      this.stream = stream;
      this.ofStream = ofStream;
    }

    @Override
    public void close() {
      synchronized (ofCallers) {
        if (!closed) {
          closed = true;
          giveBack(this);
        }
      }
    }
  }

  /**
   * Counts a feed.
   *
   * @throws ProblemException rate-limited, when the caller or its tenant has too many; overloaded,
   *     when this instance has
   */
  Place take(Caller caller, StreamId stream) {
    CallerId id = new CallerId(caller.tenant(), caller.name());
    boolean ofStream = caller.stream() == null;
    synchronized (ofCallers) {
      require(id, stream, ofStream);
      OfCaller mine = ofCallers.computeIfAbsent(id, first -> new OfCaller());
      mine.feeds++;
      if (ofStream) {
        mine.streams.merge(stream, 1, Integer::sum);
      }
      ofTenants.merge(id.tenant(), 1, Integer::sum);
      all++;
      return new Place(id, stream, ofStream);
    }
  }

  private void require(CallerId id, StreamId stream, boolean ofStream) {
    OfCaller mine = ofCallers.getOrDefault(id, new OfCaller());
    if (mine.feeds >= config.maxPerCaller()) {
      throw tooMany("one caller has at most %d feeds at a time", config.maxPerCaller());
    }
    if (ofStream
        && !mine.streams.containsKey(stream)
        && mine.streams.size() >= config.maxStreamsPerCaller()) {
      throw tooMany(
          "one caller whose token names no stream has feeds of at most %d streams at a time",
          config.maxStreamsPerCaller());
    }
    if (ofTenants.getOrDefault(id.tenant(), 0) >= config.maxPerTenant()) {
      throw tooMany("one tenant has at most %d feeds at a time", config.maxPerTenant());
    }
    if (all >= config.maxOpen()) {
      throw Problem.OVERLOADED
          .with("an instance has at most %d feeds at a time".formatted(config.maxOpen()))
          .retryAfter(RETRY_AFTER);
    }
  }

  private static ProblemException tooMany(String rule, int limit) {
    return Problem.RATE_LIMITED.with(rule.formatted(limit)).retryAfter(RETRY_AFTER);
  }

  private void giveBack(Place place) {
    ofCallers.computeIfPresent(
        place.caller,
        (caller, mine) -> {
          mine.feeds--;
          if (place.ofStream) {
            mine.streams.computeIfPresent(
                place.stream, (stream, count) -> count == 1 ? null : count - 1);
          }
          return mine.feeds == 0 ? null : mine;
        });
    ofTenants.computeIfPresent(
        place.caller.tenant(), (tenant, count) -> count == 1 ? null : count - 1);
    all--;
  }
}
