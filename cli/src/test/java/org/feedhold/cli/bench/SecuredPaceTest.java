package org.feedhold.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SecuredPaceTest {

    @Test
    void aCountThatLeapsGrowsAsFastAsFromItsFirstToItsLastLeap() {
        SecuredPace pace = new SecuredPace();

        pace.look(0, 700);
        pace.look(3, 1_000);
        pace.look(8, 1_000);
        pace.look(13, 6_000);
        pace.look(23, 11_000);
        pace.look(30, 11_000);

        assertThat(pace.perSecond()).isEqualTo(500);
    }

    @Test
    void oneLeapHasNoPace() {
        SecuredPace pace = new SecuredPace();

        pace.look(0, 0);
        pace.look(3, 1_000);

        assertThat(pace.perSecond()).isZero();
    }
}
