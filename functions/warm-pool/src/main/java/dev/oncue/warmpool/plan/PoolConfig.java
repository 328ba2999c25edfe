package dev.oncue.warmpool.plan;

import dev.oncue.http.settings.DecimalConverter;
import dev.oncue.http.settings.DurationConverter;
import dev.oncue.http.settings.IntConverter;
import dev.oncue.window.Window;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.math.BigDecimal;
import java.time.Duration;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * What the warm pool plans with. Read by {@code warm-pool} and the local engine. A function has
 * measure × share × headroom / capacity instances, rounded up; at least its floor, and at most its
 * ceiling.
 */
@ConfigMapping(prefix = "oncue.warm-pool")
public interface PoolConfig {
  /**
   * {@code observe}: the pool plans and tells, and changes nothing. {@code knative}: it keeps
   * instances hot on Knative, which the local engine cannot.
   */
  @WithDefault("observe")
  @WithConverter(ModeConverter.class)
  Mode mode();

  /** How long before a window its instances are asked for, unless the window says otherwise. */
  @WithDefault("PT2M")
  @WithConverter(Lead.class)
  Duration lead();

  /** How long after a window its instances are held. */
  @WithDefault("PT1M")
  @WithConverter(Hold.class)
  Duration hold();

  /** For the function {@code vote}, whose measure is the voters that a window expects. */
  Instances vote();

  /** For the function {@code reaction}, whose measure is the viewers that a window expects. */
  Instances reaction();

  /** For the function {@code live}, whose measure is the viewers that a window expects. */
  Instances live();

  /** For the function {@code poll-open}, whose measure is the windows under way. */
  Instances pollOpen();

  /** For the function {@code poll-close}, whose measure is the windows under way. */
  Instances pollClose();

  /** What the pool does. */
  enum Mode {
    OBSERVE,
    KNATIVE
  }

  /**
   * How many instances a function has. What functions differ in has its default in {@code
   * META-INF/microprofile-config.properties}.
   */
  interface Instances {
    /** The part of the measure that comes within one second, or is connected. */
    @WithConverter(Share.class)
    BigDecimal share();

    /** How much of that one instance takes. It depends on its CPU and memory: measure yours. */
    @WithConverter(Capacity.class)
    int capacity();

    /** The factor for what is not foreseen. */
    @WithDefault("1.2")
    @WithConverter(Headroom.class)
    BigDecimal headroom();

    /** How many instances are kept hot at all times; at most the ceiling. */
    @WithDefault("0")
    @WithConverter(Floor.class)
    int floor();

    /** There are never more instances than this. */
    @WithConverter(Ceiling.class)
    int ceiling();
  }

  /** Takes a word in lower case. */
  final class ModeConverter implements Converter<Mode> {
    private static final long serialVersionUID = 1L;

    @Override
    public Mode convert(String text) {
      return switch (text.strip()) {
        case "observe" -> Mode.OBSERVE;
        case "knative" -> Mode.KNATIVE;
        default -> throw new IllegalArgumentException("must be observe or knative, not " + text);
      };
    }
  }

  /** The limit. */
  final class Lead extends DurationConverter {
    private static final long serialVersionUID = 1L;

    public Lead() {
      super(Window.MAX_LEAD, "PT1H");
    }
  }

  /** The limit. */
  final class Hold extends DurationConverter {
    private static final long serialVersionUID = 1L;

    public Hold() {
      super(Duration.ofHours(1), "PT1H");
    }
  }

  /** The limits. */
  final class Share extends DecimalConverter {
    private static final long serialVersionUID = 1L;

    public Share() {
      super(0, 10);
    }
  }

  /** The limits. */
  final class Headroom extends DecimalConverter {
    private static final long serialVersionUID = 1L;

    public Headroom() {
      super(1, 10);
    }
  }

  /** The limits. */
  final class Capacity extends IntConverter {
    private static final long serialVersionUID = 1L;

    public Capacity() {
      super(1, 1_000_000);
    }
  }

  /** The limits. */
  final class Floor extends IntConverter {
    private static final long serialVersionUID = 1L;

    public Floor() {
      super(0, 10_000);
    }
  }

  /** The limits. */
  final class Ceiling extends IntConverter {
    private static final long serialVersionUID = 1L;

    public Ceiling() {
      super(1, 10_000);
    }
  }
}
