package org.feedhold.operators.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.feedhold.twin.advisory.ClosedBy;
import org.feedhold.twin.advisory.ControlEvent;
import org.feedhold.twin.advisory.EpisodeEvent;
import org.feedhold.twin.advisory.EpisodeState;
import org.feedhold.twin.advisory.Peak;
import org.feedhold.twin.advisory.Severity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MachineLogTest {

    private static final Instant AT = Instant.parse("2026-07-06T15:00:00Z");

    private final AtomicLong nanos = new AtomicLong(-5);
    private final MachineLog log = new MachineLog(nanos::get);
    private final Logger logger = (Logger) LogManager.getLogger(MachineLog.class);
    private final Level level = logger.getLevel();
    private final Lines lines = new Lines();

    @BeforeEach
    void readTheLog() {
        lines.start();
        logger.addAppender(lines);
        logger.setLevel(Level.INFO);
    }

    @AfterEach
    void readItNoLonger() {
        logger.removeAppender(lines);
        logger.setLevel(level);
    }

    @Test
    void anEpisodeSaysWhichMachineWhatAndWhere() {
        log.say(episode("CNC-0007", EpisodeState.OPENED));
        log.say(episode("CNC-0007", EpisodeState.CLOSED));

        assertThat(lines.said)
                .containsExactly(
                        "machine CNC-0007: chatter opened, warning, at 2026-07-06T15:00:00Z; operation milling, phase rough,"
                                + " part P-1; rule chatter@milling@1, episode e-1",
                        "machine CNC-0007: chatter closed, after 1200 ms, at 2026-07-06T15:00:00Z; operation milling,"
                                + " phase rough, part P-1; rule chatter@milling@1, episode e-1");
    }

    @Test
    void aControlRecordSaysWhetherItWasTakenAndElseWhyNot() {
        log.say(new ControlEvent(true, "process_model", "milling@2", AT, null));
        log.say(new ControlEvent(false, "release", "R-1", AT, "no such part"));

        assertThat(lines.said)
                .containsExactly(
                        "process_model milling@2 applied, at 2026-07-06T15:00:00Z",
                        "release R-1 refused, at 2026-07-06T15:00:00Z: no such part");
    }

    @Test
    void aClockThatWasSetBackIsAWarning() {
        log.sayClockSetBack("CNC-0007", 3_600_000);

        assertThat(lines.said)
                .containsExactly("machine CNC-0007: its clock was set back by 3600000 ms, and its twin starts anew");
        assertThat(lines.levels).containsExactly(Level.WARN);
    }

    @Test
    void aFleetThatGoesWrongTogetherWritesABoundedNumberOfLinesAndCountsTheOthers() {
        for (int i = 0; i < 10_000; i++) {
            log.say(episode("CNC-" + i % 70, EpisodeState.OPENED));
            nanos.addAndGet(1_000_000);
        }
        assertThat(lines.said).hasSize(MachineLog.MOST_LINES_A_MINUTE);

        nanos.addAndGet(TimeUnit.MINUTES.toNanos(1));
        log.say(episode("CNC-1", EpisodeState.CLOSED));

        assertThat(lines.said).hasSize(MachineLog.MOST_LINES_A_MINUTE + 2);
        assertThat(lines.said.get(MachineLog.MOST_LINES_A_MINUTE))
                .isEqualTo("9940 more lines, on 60 or more machines, were left out in the minute that ended; the topic"
                        + " anomalies has them");
    }

    @Test
    void aMinuteLaterItIsWordyAgainAndTheMachinesLeftOutAreCounted() {
        for (int i = 0; i < MachineLog.MOST_LINES_A_MINUTE + 3; i++) {
            log.say(episode("CNC-1", EpisodeState.OPENED));
        }
        nanos.addAndGet(TimeUnit.MINUTES.toNanos(1));

        log.say(episode("CNC-1", EpisodeState.CLOSED));
        nanos.addAndGet(TimeUnit.MINUTES.toNanos(1));
        log.say(episode("CNC-1", EpisodeState.OPENED));

        assertThat(lines.said.subList(MachineLog.MOST_LINES_A_MINUTE, lines.said.size()))
                .satisfiesExactly(
                        counted -> assertThat(counted).startsWith("3 more lines, on 1 machines"),
                        closed -> assertThat(closed).contains("closed"),
                        opened -> assertThat(opened).contains("opened"));
    }

    @Test
    void aRecordCannotWriteALineOfItsOwn() {
        log.sayClockSetBack("CNC\n2026 ERROR all is lost", 1);

        assertThat(lines.said.get(0)).contains("CNC·2026").doesNotContain("\n");
    }

    @Test
    void itWritesAfterItWasSentToATaskManager() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new MachineLog());
        }
        MachineLog sent;
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            sent = (MachineLog) in.readObject();
        }

        sent.sayClockSetBack("CNC-1", 1);

        assertThat(lines.said).hasSize(1);
    }

    private static EpisodeEvent episode(String machineId, EpisodeState state) {
        boolean closed = state == EpisodeState.CLOSED;
        return new EpisodeEvent(
                "e-1",
                machineId,
                "chatter",
                state,
                AT,
                Severity.WARNING,
                AT.minusMillis(1_200),
                closed ? AT : null,
                1_200,
                6,
                new Peak("vibration_mm_s", 6.2, "mm/s", 4.5, null),
                null,
                closed ? ClosedBy.RETURNED : null,
                "milling",
                "rough",
                "P-1",
                "T-1",
                "chatter@milling@1",
                true,
                List.of());
    }

    /** What was said, in order. */
    private static final class Lines extends AbstractAppender {

        private final List<String> said = new ArrayList<>();
        private final List<Level> levels = new ArrayList<>();

        Lines() {
            super("lines", null, null, false, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            said.add(event.getMessage().getFormattedMessage());
            levels.add(event.getLevel());
        }
    }
}
