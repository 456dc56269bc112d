package org.feedhold.kafka.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.feedhold.kafka.release.ReleaseCodec;
import org.feedhold.twin.detection.CompiledModel;
import org.feedhold.twin.process.ControlDecoder;
import org.feedhold.twin.process.ProcessModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every bad process model and release is refused with what is wrong; nothing else is ever thrown. */
class BadControlRecordTest {

    private static final String MODEL =
            new String(ProcessModelCodec.toJson(ShippedProcessModels.load("adaptive_cnc_milling")), UTF_8);
    private static final String RELEASE = """
            {"schema":"feedhold.release/1","machine_id":"M-1","part_id":"P-1","operation":"milling",
             "decision":"needs_engineering_review","approved_by":null,"reason":"thin wall","watch":["load"],"source":{"a":[1]}}""";

    private final ControlDecoder decoder = new ProcessModelCodec();

    static Stream<Arguments> badModels() {
        return Stream.of(
                row("empty", "", "no process model"),
                row("blank", " ", "no process model"),
                row("null", "null", "no process model"),
                row("a list", "[" + MODEL + "]", "no process model"),
                row("the YAML of a file", ShippedProcessModels.yaml("adaptive_cnc_milling"), "not valid JSON"),
                row("cut off", MODEL.substring(0, MODEL.length() / 2), "not valid JSON"),
                row("two documents", MODEL + MODEL, "not valid JSON"),
                row("a field twice", MODEL.replaceFirst("\\{", "{\"name\":\"other\","), "not valid JSON"),
                row("nested deep", "{\"a\":" + "[".repeat(1_000) + "]".repeat(1_000) + "}", "not valid JSON"),
                row("huge", MODEL + " ".repeat(2 << 20), "bytes"),
                row(
                        "a number of 5,000 digits",
                        MODEL.replace("\"version\":1", "\"version\":" + "9".repeat(5_000)),
                        "not valid JSON"),
                row("a version out of range", MODEL.replace("\"version\":1", "\"version\":1e300"), "'version' is"),
                row("another schema", MODEL.replace("process_model/v1", "process_model/v9"), "schema"),
                row("a wrong type", MODEL.replace("\"signals\":{", "\"signals\":7,\"x\":{"), "signals"),
                row("an unknown key", MODEL.replaceFirst("\\{", "{\"sillence_after\":\"3s\","), "sillence_after"),
                row(
                        "a hostile name",
                        MODEL.replace("adaptive_cnc_milling", "<script>alert(1)</script>"),
                        "is not a name"),
                row(
                        "a name of 4 KB",
                        MODEL.replace("\"name\":\"adaptive", "\"name\":\"" + "n".repeat(4_096)),
                        "is not a name"),
                row("a signal of 4 KB", MODEL.replace("vibration_rms", "v".repeat(4_096)), "is not a name"),
                row("a control character", MODEL.replace("vibration_rms", "vibration\\u0007rms"), "is not a name"),
                row("NaN", MODEL.replace("\"version\":1", "\"version\":NaN"), "not valid JSON"),
                row(
                        "a range of infinities",
                        MODEL.replace("\"range\":[0.0,200.0]", "\"range\":[-1e999,1e999]"),
                        "range"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badModels")
    void aBadModelIsRefusedWithWhatIsWrong(String what, String record, String reason) {
        assertThat(record).isNotEqualTo(MODEL);

        assertThatThrownBy(() -> decoder.processModel(record.getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    static Stream<Arguments> badReleases() {
        return Stream.of(
                row("empty", "", "not a JSON object"),
                row("null", "null", "not a JSON object"),
                row("cut off", RELEASE.substring(0, 60), "not valid JSON"),
                row("two documents", RELEASE + RELEASE, "not valid JSON"),
                row("a field twice", RELEASE.replaceFirst("\\{", "{\"part_id\":\"P-2\","), "not valid JSON"),
                row("nested deep", RELEASE.replace("[1]", "[".repeat(1_000) + "]".repeat(1_000)), "not valid JSON"),
                row("another schema", RELEASE.replace("release/1", "release/9"), "is no release"),
                row("a wrong type", RELEASE.replace("\"P-1\"", "7"), "part_id"),
                row("no machine", RELEASE.replace("\"M-1\"", "null"), "machine_id"),
                row("a machine of 4 KB", RELEASE.replace("M-1", "M".repeat(4_096)), "machine_id"),
                row("a control character", RELEASE.replace("P-1", "P\\u001b[2J"), "part_id"),
                row("an operation of 4 KB", RELEASE.replace("milling", "m".repeat(4_096)), "operation"),
                row("a reason of 1 MB", RELEASE.replace("thin wall", "x".repeat(1_000_000)), "longer than"),
                row("an unknown decision", RELEASE.replace("needs_engineering_review", "go"), "is no decision"),
                row("a wrong list", RELEASE.replace("[\"load\"]", "[7]"), "watch"),
                row("a watched signal of 4 KB", RELEASE.replace("\"load\"", "\"" + "l".repeat(4_096) + "\""), "watch"),
                row(
                        "a list of 65",
                        RELEASE.replace("[\"load\"]", "[" + "\"load\",".repeat(64) + "\"load\"]"),
                        "watch"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badReleases")
    void aBadReleaseIsRefusedWithWhatIsWrong(String what, String record, String reason) {
        assertThat(record).isNotEqualTo(RELEASE);

        assertThatThrownBy(() -> decoder.release(record.getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void anUnknownFieldOfAReleaseIsIgnored() {
        assertThat(decoder.release(
                        RELEASE.replaceFirst("\\{", "{\"colour\":\"red\",").getBytes(UTF_8)))
                .isEqualTo(decoder.release(RELEASE.getBytes(UTF_8)));
    }

    @Test
    void otherEncodingsAreRefused() {
        for (Charset charset : new Charset[] {UTF_16BE, Charset.forName("UTF-32BE"), Charset.forName("UTF-32LE")}) {
            assertRefused(MODEL.getBytes(charset), RELEASE.getBytes(charset));
        }
        assertRefused("{\"name\":\"\u00e9\"}".getBytes(ISO_8859_1), "{\"part_id\":\"\u00e9\"}".getBytes(ISO_8859_1));
        assertRefused(new byte[] {0, 0, 0, '{', 0, 1}, new byte[] {0, 0, 0, '{', 1});
    }

    private void assertRefused(byte[] model, byte[] release) {
        assertThatThrownBy(() -> decoder.processModel(model)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> decoder.release(release)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whateverIsDamagedIsRefusedOrAsGoodAsAnyOther(long seed) {
        Random random = new Random(seed);
        int good = 0;
        int refused = 0;
        for (int i = 0; i < 2_000; i++) {
            byte[] model = damaged(MODEL, random);
            byte[] release = damaged(RELEASE, random);
            try {
                ProcessModel read = decoder.processModel(model);
                assertThat(new CompiledModel(read).signalNames()).isNotEmpty();
                assertThat(decoder.processModel(ProcessModelCodec.toJson(read))).isEqualTo(read);
                good++;
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageContaining(";");
                refused++;
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", case " + i + ": " + new String(model, UTF_8), e);
            }
            try {
                assertThat(ReleaseCodec.key(decoder.release(release))).contains("/");
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageContaining(";");
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", case " + i + ": " + new String(release, UTF_8), e);
            }
        }
        assertThat(good).isPositive();
        assertThat(refused).isGreaterThan(good);
    }

    private static byte[] damaged(String text, Random random) {
        byte[] bytes = text.getBytes(UTF_8);
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

    private static Arguments row(String what, String record, String reason) {
        return Arguments.of(what, record, reason);
    }
}
