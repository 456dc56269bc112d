package org.feedhold.cli.bench;

import java.time.Instant;
import java.util.Map;
import org.feedhold.cli.bench.FleetFigures.Checkpoints;
import org.feedhold.cli.bench.FleetFigures.Computer;
import org.feedhold.cli.bench.FleetFigures.Cpu;
import org.feedhold.cli.bench.FleetFigures.Recovery;
import org.feedhold.cli.bench.FleetFigures.Samples;
import org.feedhold.cli.bench.FleetFigures.SetUp;
import org.feedhold.cli.bench.FleetFigures.Spread;
import org.feedhold.cli.bench.FleetFigures.Written;

/** Figures to reckon with by head. */
final class Figures {

    private Figures() {}

    static FleetFigures ofAThousandMachines() {
        return new FleetFigures(
                FleetFigures.SCHEMA,
                Instant.parse("2026-07-06T06:00:00Z"),
                "feedhold bench fleet --machines 1000",
                new Computer(2, 8L << 30, "Linux amd64", "17", 0.1),
                new SetUp("1.2.3", 1_000, 2, 0.05, 6, "heap", 1, 2, 100),
                new Samples(500, 500, 500, 50_000, 50_000, 50_000, 0L, 0),
                new Spread(0.5, 1, 2),
                new Checkpoints(10, 0, 10, 1_300_000, 1_300_000, new Spread(0.1, 0.2, 0.3)),
                1_300,
                new Cpu(2.5, 0.5, 1, 0.05, 0.01, 0.2),
                new Recovery(9, 20.5, 10),
                Map.of(
                        "telemetry", new Written(43_200, 100),
                        "health", new Written(8_640, 200),
                        "recommendations", new Written(50, 400),
                        "twin-state", new Written(50, 300)));
    }
}
