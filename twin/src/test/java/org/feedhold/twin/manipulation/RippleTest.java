package org.feedhold.twin.manipulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RippleTest {

    @Test
    void thereIsNoRippleUntilTheWindowOfDifferencesIsFull() {
        Ripple ripple = new Ripple(3);

        add(ripple, 1, 2, 1);
        assertThat(ripple.value()).isNaN();
        ripple.add(2);

        assertThat(ripple.value()).isEqualTo(1);
    }

    @Test
    void theRippleIsTheRmsOfTheNewestDifferencesWhateverTheLevel() {
        Ripple low = new Ripple(4);
        Ripple high = new Ripple(4);
        double[] course = {90, 3, 7, 7, 2, 4};
        for (double value : course) {
            low.add(value);
            high.add(value + 1_000);
        }

        assertThat(low.value()).isCloseTo(Math.sqrt((16 + 0 + 25 + 4) / 4.0), within(1e-6));
        assertThat(high.value()).isEqualTo(low.value());
    }

    @Test
    void aClearedWindowTakesNoDifferenceToWhatWasBefore() {
        Ripple ripple = new Ripple(3);
        add(ripple, 1, 2, 3, 4);

        ripple.clear();
        add(ripple, 100, 100, 100);
        assertThat(ripple.value()).isNaN();
        ripple.add(100);

        assertThat(ripple.value()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 16, 17, 18, 63, 200})
    void whatWasWrittenIsReadAndGoesOnAlikeToTheLastBit(int samples) throws IOException {
        Random random = new Random(samples);
        Ripple ripple = new Ripple(17);
        for (int i = 0; i < samples; i++) {
            ripple.add(wild(random));
        }

        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ripple.write(new DataOutputStream(bytes));
        Ripple read = new Ripple(17);
        read.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));

        for (int i = 0; i < 100; i++) {
            assertThat(read.value()).isEqualTo(Double.valueOf(ripple.value()));
            double value = wild(random);
            ripple.add(value);
            read.add(value);
        }
    }

    /** Differences of very different size, so that the order of summing shows. */
    private static double wild(Random random) {
        return random.nextGaussian() * Math.pow(10, random.nextInt(9) - 4);
    }

    private static void add(Ripple ripple, double... values) {
        for (double value : values) {
            ripple.add(value);
        }
    }
}
