package org.feedhold.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.feedhold.kafka.process.ProcessModelFile;
import org.feedhold.kafka.process.ShippedProcessModels;
import org.feedhold.twin.process.ProcessModel;
import org.junit.jupiter.api.Test;

final class PacedModelTest {

    @Test
    void aMachineThatReportsEveryTenSecondsIsSilentAfterFiftyInTheNextVersionOfTheModel() {
        ProcessModel shipped = ShippedProcessModels.load("adaptive_cnc_milling");

        ProcessModel paced = ProcessModelFile.parse(PacedModel.yaml(Duration.ofSeconds(10)), "paced.yaml");

        assertThat(paced.silenceAfterMillis()).isEqualTo(50_000);
        assertThat(paced.name()).isEqualTo(shipped.name());
        assertThat(paced.version()).isEqualTo(shipped.version() + 1);
    }

    @Test
    void theShippedModelDoesForMachinesThatReportAsOftenAsItExpects() {
        assertThat(PacedModel.yaml(Duration.ofSeconds(2))).isNull();
    }
}
