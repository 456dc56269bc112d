package org.feedhold.twin.acquisition;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineRecordTest {

    @ParameterizedTest
    @CsvSource({
        "MILL-1, MILL-1, true",
        "MILL-1, MILL-12, false",
        "MILL-12, MILL-1, false",
        "MILL-1, mill-1, false",
        "MILL-1, '', false",
        "Fräse 1, Fräse 1, true",
        "Fräse 1, Fräse 2, false",
        "Fr, Frä, false"
    })
    void itIsKeyedByItsMachineIfTheKeyIsItsIdToTheByte(String machineId, String key, boolean expected) {
        assertThat(record(machineId, key.getBytes(StandardCharsets.UTF_8)).isKeyedByMachine())
                .isEqualTo(expected);
    }

    @Test
    void withoutAKeyItIsNot() {
        assertThat(record("MILL-1", null).isKeyedByMachine()).isFalse();
    }

    private static MachineRecord record(String machineId, byte[] key) {
        return new MachineRecord(machineId, 1, MachineRecord.NO_SEQUENCE, 1, 0, 0, key, new byte[0]);
    }
}
