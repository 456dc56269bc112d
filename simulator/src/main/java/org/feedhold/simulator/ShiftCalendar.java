package org.feedhold.simulator;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * When a machine of profile {@link Profile#FLEET} works: Monday to Friday from 06:00 to 22:00 local time, with a break of
 * 15 minutes after every two hours.
 */
final class ShiftCalendar {

    /** What the machine does. */
    enum Activity {
        WORKING,
        BREAK,
        OFFLINE
    }

    private static final LocalTime BEGIN = LocalTime.of(6, 0);
    private static final LocalTime END = LocalTime.of(22, 0);
    private static final int CYCLE_MINUTES = 120;
    private static final int BREAK_MINUTES = 15;

    private final ZoneId zone;
    private long from = Long.MAX_VALUE;
    private long until = Long.MIN_VALUE;
    private Activity activity = Activity.OFFLINE;
    private boolean shiftEndsThen;

    ShiftCalendar(ZoneId zone) {
        this.zone = zone;
    }

    Activity at(long millis) {
        if (millis < from || millis >= until) {
            look(millis);
        }
        return activity;
    }

    /** Epoch milliseconds at which the activity of {@code millis} ends. */
    long endOf(long millis) {
        at(millis);
        return until;
    }

    /** Whether the machine is switched off when the activity of {@code millis} ends. */
    boolean switchedOffAfter(long millis) {
        at(millis);
        return shiftEndsThen;
    }

    private void look(long millis) {
        ZonedDateTime time = Instant.ofEpochMilli(millis).atZone(zone);
        ZonedDateTime begin = time.with(BEGIN);
        from = millis;
        if (weekend(time) || !time.toLocalTime().isBefore(END)) {
            set(Activity.OFFLINE, begin.plusDays(1));
        } else if (time.isBefore(begin)) {
            set(Activity.OFFLINE, begin);
        } else {
            long minutes = Duration.between(begin, time).toMinutes();
            long cycle = minutes / CYCLE_MINUTES;
            ZonedDateTime cycleBegin = begin.plusMinutes(cycle * CYCLE_MINUTES);
            boolean pausing = cycle > 0 && minutes % CYCLE_MINUTES < BREAK_MINUTES;
            if (pausing) {
                set(Activity.BREAK, cycleBegin.plusMinutes(BREAK_MINUTES));
            } else {
                set(Activity.WORKING, cycleBegin.plusMinutes(CYCLE_MINUTES));
            }
        }
    }

    private void set(Activity next, ZonedDateTime end) {
        activity = next;
        shiftEndsThen = next == Activity.WORKING && !end.toLocalTime().isBefore(END);
        until = end.toInstant().toEpochMilli();
    }

    private static boolean weekend(ZonedDateTime time) {
        return time.getDayOfWeek() == DayOfWeek.SATURDAY || time.getDayOfWeek() == DayOfWeek.SUNDAY;
    }
}
