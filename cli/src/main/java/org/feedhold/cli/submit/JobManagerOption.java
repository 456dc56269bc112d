package org.feedhold.cli.submit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which Flink cluster; the same option on every command that talks to one. */
final class JobManagerOption {

    @Option(
            names = "--jobmanager",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:8081",
            converter = Converter.class,
            description = "REST address of Flink's JobManager (default: ${DEFAULT-VALUE}).")
    private Address address;

    /**
     * Where a JobManager answers.
     *
     * @param host name or address
     * @param port port of its REST interface
     */
    record Address(String host, int port) {

        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /** Connects; nothing is sent yet. */
    FlinkCluster connect() {
        return new FlinkCluster(address);
    }

    static final class Converter implements picocli.CommandLine.ITypeConverter<Address> {

        private static final Pattern ADDRESS = Pattern.compile("(?<host>.+):(?<port>\\d{1,5})");

        @Override
        public Address convert(String value) {
            Matcher matcher = ADDRESS.matcher(value);
            if (!matcher.matches()) {
                throw new TypeConversionException("'" + value + "' is no address; write it like 127.0.0.1:8081");
            }
            return new Address(matcher.group("host"), Integer.parseInt(matcher.group("port")));
        }
    }
}
