package org.feedhold.twin.acquisition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class OutagesTest {

    @Test
    void theArrivalClockStandsStillFromTheBeginningOfAnOutageToItsEnd() {
        Outages outages = Outages.of(List.of(new Outage(10_000, 20_000)));

        assertThat(outages.clock(9_999)).isEqualTo(9_999);
        assertThat(outages.clock(10_000)).isEqualTo(10_000);
        assertThat(outages.clock(19_999)).isEqualTo(10_000);
        assertThat(outages.clock(20_000)).isEqualTo(20_000);
    }

    @Test
    void theNewestOneThatHadBegunCounts() {
        Outage first = new Outage(10_000, 20_000);
        Outage second = new Outage(50_000, 60_000);
        Outages outages = Outages.of(List.of(second, first));

        assertThat(outages.newestAt(9_999)).isNull();
        assertThat(outages.newestAt(49_999)).isEqualTo(first);
        assertThat(outages.newestAt(90_000)).isEqualTo(second);
    }

    @Test
    void thoseThatOverlapAreOne() {
        Outages outages =
                Outages.of(List.of(new Outage(15_000, 30_000), new Outage(40_000, 50_000), new Outage(10_000, 20_000)));

        assertThat(outages.all()).containsExactly(new Outage(10_000, 30_000), new Outage(40_000, 50_000));
    }

    @Test
    void anOutageBeforeTheLastOneIsOverIsTheSameOne() {
        Outages outages = Outages.NONE.begin(10_000).end(20_000).begin(19_000);

        assertThat(outages.all()).containsExactly(new Outage(10_000, Outage.GOES_ON));
        assertThat(outages.goOn()).isTrue();
        assertThat(outages.end(40_000).all()).containsExactly(new Outage(10_000, 40_000));
    }

    @Test
    void whatGoesOnBeginsOnceAndWhatIsOverEndsOnce() {
        Outages outages = Outages.NONE.begin(10_000).begin(12_000).end(20_000).end(25_000);

        assertThat(outages.all()).containsExactly(new Outage(10_000, 20_000));
    }

    @Test
    void theOldestAreForgotten() {
        Outages outages = Outages.NONE;
        for (long begin = 1; begin <= 3 * Outages.MOST; begin++) {
            outages = outages.begin(begin * 1_000).end(begin * 1_000 + 500);
        }

        assertThat(outages.all()).hasSize(Outages.MOST);
        assertThat(outages.newestAt(Long.MAX_VALUE)).isEqualTo(new Outage(96_000, 96_500));
    }

    @Test
    void anOutageCantEndBeforeItBegins() {
        assertThatThrownBy(() -> new Outage(2_000, 2_000)).hasMessageContaining("can't end at 2000");
    }
}
