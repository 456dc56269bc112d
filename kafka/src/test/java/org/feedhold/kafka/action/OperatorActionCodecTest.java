package org.feedhold.kafka.action;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.feedhold.kafka.process.ProcessModelCodec;
import org.feedhold.twin.action.ActionKind;
import org.feedhold.twin.action.CheckResult;
import org.feedhold.twin.action.OperatorAction;
import org.feedhold.twin.action.Verdict;
import org.feedhold.twin.process.ControlRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every operator action comes back as it was sent, and every bad one is refused with what is wrong; nothing else is thrown. */
class OperatorActionCodecTest {

    private static final Instant NOW = Instant.ofEpochMilli(1_783_350_571_123L);
    private static final String CHECK = """
            {"action":"check_completed","action_id":"A-1","machine_id":"M-1","episode_id":"E-1","operator":"ann",
             "timestamp":"2026-07-06T15:09:31.123Z","until":"2026-07-06T16:00:00Z","result":"ok","comment":"spindle is sound"}""";

    static Stream<OperatorAction> actions() {
        return Stream.of(
                new OperatorAction(
                        ActionKind.CHECK_COMPLETED,
                        "A-1",
                        "M-1",
                        "E-1",
                        "load",
                        "ann",
                        NOW,
                        NOW.plusSeconds(60),
                        CheckResult.PART_REJECTED,
                        Verdict.FALSE_ALARM,
                        "<b>\u00e9</b>\n"),
                new OperatorAction(
                        ActionKind.TOOL_CHANGE, "A-2", "M-1", null, null, "ann", NOW, null, null, null, null));
    }

    @ParameterizedTest
    @MethodSource("actions")
    void anActionComesBackAsItWasSent(OperatorAction action) {
        assertThat(OperatorActionCodec.decode(OperatorActionCodec.encode(action)))
                .isEqualTo(action);
    }

    @Test
    void aTimeMayBeEpochMillisecondsAndAnUnknownFieldIsIgnored() {
        String changed = CHECK.replace("\"2026-07-06T15:09:31.123Z\"", "1783350571123")
                .replaceFirst("\\{", "{\"colour\":\"red\",");

        assertThat(decode(changed)).isEqualTo(decode(CHECK));
    }

    static Stream<Arguments> badActions() {
        return Stream.of(
                row("empty", "", "not a JSON object"),
                row("null", "null", "not a JSON object"),
                row("a list", "[" + CHECK + "]", "not a JSON object"),
                row("cut off", CHECK.substring(0, 60), "not valid JSON"),
                row("two documents", CHECK + CHECK, "not valid JSON"),
                row("a field twice", CHECK.replaceFirst("\\{", "{\"result\":\"ok\","), "not valid JSON"),
                row("nested deep", CHECK.replace("\"ok\"", "[".repeat(1_000) + "]".repeat(1_000)), "not valid JSON"),
                row("too large", CHECK + " ".repeat(65_536), "bytes, of which at most 65536"),
                row("another schema", CHECK.replaceFirst("\\{", "{\"schema\":\"feedhold.x/9\","), "no operator action"),
                row("an unknown action", CHECK.replace("check_completed", "restart"), "is no action"),
                row("an action in capitals", CHECK.replace("check_completed", "CHECK_COMPLETED"), "is no action"),
                row("no action", CHECK.replace("\"check_completed\"", "null"), "'action' is missing"),
                row("no id", CHECK.replace("\"A-1\"", "null"), "'action_id' is missing"),
                row("no machine", CHECK.replace("\"M-1\"", "null"), "'machine_id' is missing"),
                row("no operator", CHECK.replace("\"ann\"", "null"), "'operator' is missing"),
                row("no time", CHECK.replace("\"2026-07-06T15:09:31.123Z\"", "null"), "'timestamp' is missing"),
                row("no episode", CHECK.replace("\"E-1\"", "null"), "'episode_id' is missing"),
                row("no result", CHECK.replace("\"ok\"", "null"), "'result' is missing"),
                row("an unknown result", CHECK.replace("\"ok\"", "\"fine\""), "write one of ok, corrected"),
                row(
                        "an unknown verdict",
                        CHECK.replace("\"result\"", "\"verdict\":\"maybe\",\"result\""),
                        "no verdict"),
                row("no verdict", CHECK.replace("check_completed", "feedback"), "'verdict' is missing"),
                row("no signal", CHECK.replace("check_completed", "in_service"), "'signal' is missing"),
                row("a wrong type", CHECK.replace("\"A-1\"", "7"), "'action_id' is not a text"),
                row("a blank machine", CHECK.replace("M-1", " "), "machine_id"),
                row("a machine of 4 KB", CHECK.replace("M-1", "M".repeat(4_096)), "machine_id"),
                row("a control character", CHECK.replace("ann", "a\\u001b[2J"), "operator"),
                row("a comment of 3,000", CHECK.replace("sound", "s".repeat(3_000)), "'comment' is longer"),
                row("no such time", CHECK.replace("2026-07-06T15", "2026-13-06T15"), "'timestamp' is no time"),
                row("a time without offset", CHECK.replace("31.123Z", "31.123"), "'timestamp' is no time"),
                row("an end before the time", CHECK.replace("T16:00", "T14:00"), "'until' is before"),
                row("NaN", CHECK.replace("\"ok\"", "NaN"), "not valid JSON"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badActions")
    void aBadActionIsRefusedWithWhatIsWrong(String what, String record, String reason) {
        assertThat(record).isNotEqualTo(CHECK);

        assertThatThrownBy(() -> decode(record))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void otherEncodingsAreRefused() {
        for (byte[] bytes : new byte[][] {
            CHECK.getBytes(UTF_16BE), CHECK.replace("ann", "\u00e9").getBytes(ISO_8859_1)
        }) {
            assertThatThrownBy(() -> OperatorActionCodec.decode(bytes)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    static Stream<Arguments> badRecords() {
        String shelve = CHECK.replace("check_completed", "shelve");
        return Stream.of(
                Arguments.of("no value", "M-1", null, "the value is null"),
                Arguments.of("a foreign key", "M-2", CHECK, "use machine_id as key"),
                Arguments.of("no key", null, CHECK, "use machine_id as key"),
                Arguments.of("a clock that leads", "M-1", CHECK.replace("T15:09", "T15:59"), "set the clock"),
                Arguments.of("no effect yet", "M-1", shelve, "this version keeps no alarm states"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badRecords")
    void aRecordThatDoesNotFitItsActionIsRefused(
            String what, @Nullable String key, @Nullable String value, String reason) {
        ControlRecord record = new ControlRecord(
                ControlRecord.Kind.OPERATOR_ACTION,
                key,
                value == null ? null : value.getBytes(UTF_8),
                NOW.toEpochMilli(),
                "operator-actions",
                0,
                7);

        assertThatThrownBy(() -> new ProcessModelCodec().arrivedAction(record))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whateverIsDamagedIsRefusedOrAsGoodAsAnyOther(long seed) {
        Random random = new Random(seed);
        int good = 0;
        int refused = 0;
        for (int i = 0; i < 5_000; i++) {
            byte[] damaged = damaged(random);
            try {
                OperatorAction action = OperatorActionCodec.decode(damaged);
                assertThat(OperatorActionCodec.decode(OperatorActionCodec.encode(action)))
                        .isEqualTo(action);
                good++;
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageContaining(";");
                refused++;
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", case " + i + ": " + new String(damaged, UTF_8), e);
            }
        }
        assertThat(good).isPositive();
        assertThat(refused).isGreaterThan(good);
    }

    private static byte[] damaged(Random random) {
        byte[] bytes = CHECK.getBytes(UTF_8);
        int wounds = 1 + random.nextInt(3);
        for (int i = 0; i < wounds; i++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] = (byte) ('0' + random.nextInt(10));
                case 2 -> bytes[at] = (byte) "{}[]\",:-.e".charAt(random.nextInt(10));
                default -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
            }
        }
        return bytes;
    }

    private static OperatorAction decode(String record) {
        return OperatorActionCodec.decode(record.getBytes(UTF_8));
    }

    private static Arguments row(String what, String record, String reason) {
        return Arguments.of(what, record, reason);
    }
}
