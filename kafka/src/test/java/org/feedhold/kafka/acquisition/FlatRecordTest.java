package org.feedhold.kafka.acquisition;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.feedhold.kafka.acquisition.FieldValue.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlatRecordTest {

    private static final FieldTable NAMES = new FieldTable(Map.of("a", 1, "vibration_rms", 2));

    private final FlatRecord flat = new FlatRecord();

    @Test
    void findsEachFieldWithItsKindAndWhatItsNameStandsFor() {
        assertThat(
                        read(
                                "{\"vibration_rms\" : 0.165 ,\"a\":\"UNAVAILABLE\",\"b\":true,\"c\":false,\"d\":null,\"e\":-12}"))
                .isTrue();

        assertThat(flat.fields()).isEqualTo(6);
        assertThat(IntStream.range(0, 6).mapToObj(this::kind))
                .containsExactly(Kind.DECIMAL, Kind.TEXT, Kind.TRUE, Kind.FALSE, Kind.NULL, Kind.INTEGER);
        flat.moveTo(0);
        assertThat(flat.meaning(NAMES)).isEqualTo(2);
        assertThat(flat.number()).isEqualTo(0.165);
        assertThat(flat.contextText()).isEqualTo("0.165");
        flat.moveTo(1);
        assertThat(flat.meaning(NAMES)).isEqualTo(1);
        assertThat(flat.isText("UNAVAILABLE")).isTrue();
        assertThat(flat.isText("UNAVAILABLY")).isFalse();
        flat.moveTo(2);
        assertThat(flat.meaning(NAMES)).isEqualTo(FieldTable.UNKNOWN);
        assertThat(flat.contextText()).isNull();
        flat.moveTo(5);
        assertThat(flat.integer()).isEqualTo(-12);
    }

    private Kind kind(int field) {
        flat.moveTo(field);
        return flat.kind();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", " { } ", "\n{\"a\":1}\r\n", "{\"a\":0}", "{\"a\":-0.5e+7,\t\"b\":\"\"}"})
    void readsAFlatObject(String record) {
        assertThat(read(record)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[]",
                "7",
                "{\"a\":1",
                "{\"a\":1,}",
                "{\"a\":1}}",
                "{\"a\":1} x",
                "{\"a\" 1}",
                "{a:1}",
                "{\"a\":}",
                "{\"a\":01}",
                "{\"a\":1.}",
                "{\"a\":.5}",
                "{\"a\":+1}",
                "{\"a\":1e}",
                "{\"a\":-}",
                "{\"a\":1 2}",
                "{\"a\":tru}",
                "{\"a\":truer}",
                "{\"a\":NaN}",
                "{\"a\":\"b}",
                "{\"a\":\"\\n\"}",
                "{\"a\":\"\t\"}",
                "{\"\\u0061\":1}",
                "{\"a\":\"\u00fc\"}",
                "{\"\u00fc\":1}",
                "{\"a\":{}}",
                "{\"a\":[1]}",
                "{\"a\":1,\"b\":2,\"a\":3}"
            })
    void leavesEverythingElseToTheJsonParser(String record) {
        assertThat(read(record)).isFalse();
    }

    @Test
    void leavesAnObjectOfTooManyFieldsToTheJsonParser() {
        assertThat(read(objectOf(FlatRecord.MOST_FIELDS))).isTrue();
        assertThat(read(objectOf(FlatRecord.MOST_FIELDS + 1))).isFalse();
    }

    private static String objectOf(int fields) {
        return IntStream.range(0, fields)
                .mapToObj(i -> "\"signal_" + i + "\":" + i)
                .collect(Collectors.joining(",", "{", "}"));
    }

    @Test
    void readsEveryNumberToTheLastBit() {
        Random random = new Random(5);
        for (int i = 0; i < 200_000; i++) {
            String number = number(random);
            assertThat(read("{\"a\":" + number + "}")).as(number).isTrue();
            flat.moveTo(0);

            double expected = number.matches("-?0") ? 0.0 : Double.parseDouble(number);

            if (Double.doubleToRawLongBits(flat.number()) != Double.doubleToRawLongBits(expected)) {
                throw new AssertionError(number + " is read as " + flat.number());
            }
        }
    }

    private static String number(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> Double.toString((random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(40) - 20));
            case 1 -> Long.toString(random.nextLong() >> random.nextInt(64));
            case 2 -> random.nextInt(200) - 100 + "." + random.nextInt(100_000);
            case 3 -> "-0." + "0".repeat(random.nextInt(20)) + random.nextInt(1_000);
            case 4 -> Math.abs(random.nextLong() >> random.nextInt(40)) + "." + Math.abs(random.nextLong() >> 20);
            default -> random.nextInt(3) - 1 + "e" + random.nextInt(400);
        };
    }

    @Test
    void theSameTextComesAgainAsTheSameString() {
        assertThat(read("{\"a\":\"SEAS-CNC-01\",\"b\":\"SEAS-CNC-01\"}")).isTrue();

        flat.moveTo(0);
        String first = flat.text();
        flat.moveTo(1);
        assertThat(flat.text()).isSameAs(first).isEqualTo("SEAS-CNC-01");
    }

    @Test
    void aLongTextIsCut() {
        assertThat(read("{\"a\":\"" + "x".repeat(200) + "\"}")).isTrue();

        flat.moveTo(0);

        assertThat(flat.contextText()).isEqualTo("x".repeat(TelemetryJson.MAX_TEXT_BYTES));
    }

    private boolean read(String record) {
        return flat.read(record.getBytes(UTF_8));
    }

    @Test
    void readsARecordAlikeWhateverTheOneBeforeLookedLike() {
        List<String> records = List.of(
                "{\"a\":1,\"vibration_rms\":2}",
                "{\"a\":3,\"vibration_rms\":4}",
                "{\"vibration_rms\":5,\"a\":6}",
                "{\"b\":7,\"vibration_rms\":8,\"a\":9}",
                "{ \"a\":10,\"vibration_rms\":11}",
                "{\"a\" : 12,\"vibration_rms\":13,\"vibration_rms_of_a_sensor_with_a_name_of_more_than_48_bytes\":14,\"c\":15}",
                "{\"a\":16,\"vibration_rmt\":17}",
                "{\"a\":18}",
                "{\"vibration_rms\":19,\"b\":20,\"a\":21,\"c\":22}",
                "{\"vibration_rms\":23,\"b\":24,\"vibration_rms_of_a_sensor_with_a_name_of_more_than_48_bytes\":25,\"c\":26}");

        for (String before : records) {
            for (String record : records) {
                meanings(flat, before, NAMES);
                assertThat(meanings(flat, record, NAMES)).isEqualTo(meanings(new FlatRecord(), record, NAMES));
            }
        }
    }

    @Test
    void asksEachTableWhatANameStandsFor() {
        FieldTable others = new FieldTable(Map.of("vibration_rms", 7));
        String record = "{\"a\":1,\"vibration_rms\":2}";

        assertThat(meanings(flat, record, NAMES)).containsExactly("1=1.0", "2=2.0");
        assertThat(meanings(flat, record, others)).containsExactly(FieldTable.UNKNOWN + "=1.0", "7=2.0");
        assertThat(meanings(flat, record, NAMES)).containsExactly("1=1.0", "2=2.0");
    }

    /** Of each field what its name stands for, and its number. */
    private static List<String> meanings(FlatRecord flat, String record, FieldTable names) {
        assertThat(flat.read(record.getBytes(UTF_8))).isTrue();
        return IntStream.range(0, flat.fields())
                .mapToObj(field -> {
                    flat.moveTo(field);
                    return flat.meaning(names) + "=" + flat.number();
                })
                .toList();
    }

    @Test
    void findsANameThatIsThereTwiceThoughEachStoodAtItsPlaceBefore() {
        assertThat(read("{\"a\":1,\"b\":2,\"c\":3}")).isTrue();

        // The second stands where it stood in the record before, but the first does not.
        assertThat(read("{\"b\":1,\"b\":2}")).isFalse();
        assertThat(read("{\"a\":1,\"b\":2,\"c\":3}")).isTrue();
        assertThat(read("{\"c\":1,\"b\":2,\"c\":3}")).isFalse();
        assertThat(read("{\"a\":1,\"b\":2,\"c\":3}")).isTrue();
        assertThat(read("{\"a\":1,\"b\":2,\"a\":3}")).isFalse();
    }
}
