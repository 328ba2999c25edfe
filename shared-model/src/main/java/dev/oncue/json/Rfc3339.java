package dev.oncue.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads instants by RFC 3339, 5.6, to the millisecond. java.time alone knows offsets up to 18 hours
 * and nine decimals, and reads no leap second with an offset.
 */
public final class Rfc3339 {
  private static final Pattern FORM =
      Pattern.compile(
          "(\\d{4}-\\d{2}-\\d{2})[Tt](\\d{2}:\\d{2}):(\\d{2})(?:\\.(\\d{1,3})\\d*)?"
              + "(?:[Zz]|([+-])([01]\\d|2[0-3]):([0-5]\\d))");

  private static final String RULE = "must be an RFC 3339 instant such as 2026-11-21T20:00:00.000Z";

  private static final String LEAP_SECOND_RULE =
      RULE + "; a leap second (:60) is the last of a month, at 23:59:60 UTC, and this is not";

  private static final LocalTime LAST_SECOND = LocalTime.of(23, 59, 59);

  private Rfc3339() {}

  /**
   * The instant that a text stands for; what is finer than a millisecond is cut off. Clocks of
   * computers have no leap seconds: one is read as POSIX counts it, as the second that follows it.
   *
   * @throws DateTimeException when it is none, or not of a year from 0 to 9999; the message is the
   *     rule that it breaks
   */
  public static Instant parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new DateTimeException(RULE);
    }
    boolean leap = parts.group(3).equals("60");
    LocalDateTime utc = utc(parts, leap ? "59" : parts.group(3));
    if (leap) {
      utc = afterLeapSecond(utc);
    }
    if (utc.getYear() < 0 || utc.getYear() > 9999) {
      // Its offset took it where RFC 3339 has no years: it could be written but not read again.
      throw new DateTimeException(RULE);
    }
    return utc.plus(millis(parts.group(4)), ChronoUnit.MILLIS).toInstant(ZoneOffset.UTC);
  }

  private static LocalDateTime utc(Matcher parts, String seconds) {
    try {
      LocalDate date = LocalDate.parse(parts.group(1));
      LocalTime time = LocalTime.parse(parts.group(2) + ':' + seconds);
      return LocalDateTime.of(date, time).minusMinutes(offsetMinutes(parts));
    } catch (DateTimeException e) {
      throw new DateTimeException(RULE, e);
    }
  }

  private static int offsetMinutes(Matcher parts) {
    if (parts.group(5) == null) {
      return 0;
    }
    int minutes = Integer.parseInt(parts.group(6)) * 60 + Integer.parseInt(parts.group(7));
    return parts.group(5).equals("-") ? -minutes : minutes;
  }

  private static LocalDateTime afterLeapSecond(LocalDateTime before) {
    boolean lastOfMonth = before.getDayOfMonth() == before.toLocalDate().lengthOfMonth();
    if (!lastOfMonth || !before.toLocalTime().equals(LAST_SECOND)) {
      throw new DateTimeException(LEAP_SECOND_RULE);
    }
    return before.plusSeconds(1);
  }

  private static int millis(@Nullable String decimals) {
    return decimals == null ? 0 : Integer.parseInt((decimals + "00").substring(0, 3));
  }
}
