package org.feedhold.cli.submit;

import org.apache.flink.api.common.JobID;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Which job; the same parameter on every command about one. */
final class JobParameter {

    @Parameters(
            paramLabel = "JOB",
            converter = Converter.class,
            description = "Id of the job, as 'feedhold jobs' tells it.")
    private JobID id;

    JobID id() {
        return id;
    }

    static final class Converter implements ITypeConverter<JobID> {

        @Override
        public JobID convert(String value) {
            try {
                return JobID.fromHexString(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("'" + value + "' is no job id; see 'feedhold jobs'");
            }
        }
    }
}
