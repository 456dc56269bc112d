package org.feedhold.simulator.scoring;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;

/**
 * What a job made of what was injected. Every term is defined in {@code docs/reference/scoring.md}.
 *
 * @param runs machines with samples
 * @param samples samples of all runs
 * @param normalSamples samples without a fault in them or in the five before
 * @param windowsLeftOut faults that do not lie wholly between the first and the last sample of their run
 * @param faults one entry for each kind of fault, injected or not
 * @param falseAlarms what nothing injected explains
 * @param episodesPerRun episodes opened
 * @param machineAlarmsPerRun rises of a machine's decision above {@code watch}
 * @param proceedOnBadData samples with {@code proceed} though a required sensor was not good
 * @param sharpSamples normal samples with a sharp tool
 * @param sharpSamplesWithoutHealth of those, samples without a health record young enough
 * @param healthySharpSamples of those, samples with a health score of at least 90
 */
public record Score(
        int runs,
        long samples,
        long normalSamples,
        int windowsLeftOut,
        List<FaultScore> faults,
        FalseAlarms falseAlarms,
        PerRun episodesPerRun,
        PerRun machineAlarmsPerRun,
        int proceedOnBadData,
        long sharpSamples,
        long sharpSamplesWithoutHealth,
        long healthySharpSamples) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
            .build();

    /**
     * A count in each run.
     *
     * @param total sum over all runs
     * @param mean mean of the runs; 0 if there were none
     * @param maximum greatest of the runs
     */
    public record PerRun(long total, double mean, int maximum) {}

    /** Name and version of the JSON form. */
    @JsonProperty(index = 0)
    public String schema() {
        return "feedhold.score/1";
    }

    /** Every figure by name, in the order of the table. */
    public List<Measure> measures() {
        return Measures.of(this);
    }

    /** The score as indented JSON with snake_case names. */
    public String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a score holds only numbers and names", e);
        }
    }
}
