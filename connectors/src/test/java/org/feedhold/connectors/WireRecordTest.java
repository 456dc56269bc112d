package org.feedhold.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WireRecordTest {

    private static final int LIMIT = 13 << 20;
    private static final WireHeader REASON = new WireHeader("reason", new byte[] {'x'});

    @Test
    void goesWholeAndUnchangedWhereItFits() {
        WireRecord record = new WireRecord("dead-letters", new byte[10], new byte[12 << 20], List.of(REASON));

        assertThat(record.fit(LIMIT)).isSameAs(record);
        assertThat(WireRecord.of("twin-state", new byte[1], null).fit(LIMIT).value())
                .isNull();
    }

    @Test
    void keepsTheFirst64KiBAndItsHeadersAndSaysSoWhereItDoesNotFit() {
        byte[] value = new byte[13 << 20];
        Arrays.fill(value, (byte) 7);
        byte[] key = {1, 2, 3};

        WireRecord cut = new WireRecord("dead-letters", key, value, List.of(REASON)).fit(LIMIT);

        assertThat(cut.topic()).isEqualTo("dead-letters");
        assertThat(cut.key()).isEqualTo(key);
        assertThat(cut.value()).isEqualTo(Arrays.copyOf(value, 64 << 10));
        assertThat(cut.headers()).extracting(WireHeader::name).containsExactly("reason", "truncated");
        assertThat(new String(cut.headers().get(1).value(), StandardCharsets.UTF_8))
                .isEqualTo(Long.toString((13 << 20) + 3));
    }

    @Test
    void cutsAnOversizedKeyToo() {
        WireRecord cut = WireRecord.of("dead-letters", new byte[14 << 20], new byte[] {5})
                .fit(LIMIT);

        assertThat(cut.key()).hasSize(64 << 10);
        assertThat(cut.value()).containsExactly(5);
    }

    @Test
    void keepsLessWhereTheTopicTakesLess() {
        WireRecord cut =
                new WireRecord("dead-letters", new byte[50_000], new byte[50_000], List.of(REASON)).fit(40_000);

        assertThat(cut.bytes()).isBetween(39_000L, 40_000L - 128);
        assertThat(cut.key()).hasSameSizeAs(cut.value());
        assertThat(cut.fit(40_000)).isSameAs(cut);
    }
}
