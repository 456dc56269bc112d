package org.feedhold.benchmarks.latency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenLoopTest {

    private static final long START = 1_783_317_600_000L;

    private final Load load = new Load("LOAD50-", 10, 0, START, 0, 2);
    private final List<Sent> sent = new ArrayList<>();
    private long now = START - 500;

    private record Sent(long at, long due) {}

    @Test
    void aSampleIsSentWhenItIsDue() {
        OpenLoop loop = new OpenLoop(load, () -> now, () -> now++);

        loop.run((machine, due) -> sent.add(new Sent(now, due)));

        assertThat(sent).hasSize(200).allMatch(each -> each.at == each.due);
        assertThat(loop.late().count()).isEqualTo(200);
        assertThat(loop.late().max()).isZero();
    }

    @Test
    void whatAPauseDelaysIsSentAtOnceAfterItWithTheTimesAtWhichItWasDue() {
        OpenLoop loop = new OpenLoop(load, () -> now, () -> now++);

        loop.run((machine, due) -> {
            sent.add(new Sent(now, due));
            if (due == START + 500) {
                now += 1_000;
            }
        });

        assertThat(sent).extracting(Sent::due).isSorted().hasSize(200);
        assertThat(sent.stream().filter(each -> each.at == START + 1_500)).hasSize(100);
        // A hundred of two hundred samples are late, by 990, 980, … 0 ms: a pause counts for each sample that it
        // delays.
        assertThat(loop.late().max()).isEqualTo(990);
        assertThat(loop.late().p50()).isZero();
        assertThat(loop.late().p99()).isEqualTo(970);
    }

    @Test
    void theWarmUpIsSentButNotMeasured() {
        Load warmedUp = new Load("LOAD50-", 10, 0, START, 1, 1);
        OpenLoop loop = new OpenLoop(warmedUp, () -> now, () -> now++);

        loop.run((machine, due) -> sent.add(new Sent(now, due)));

        assertThat(sent).hasSize(200);
        assertThat(loop.late().count()).isEqualTo(100);
    }
}
