package org.feedhold.cli.run;

import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.metrics.prometheus.PrometheusReporterFactory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether Flink shows its metrics to Prometheus, and where; the same for every command that starts a Flink. */
public final class PrometheusOption {

    /** Key of the port in Flink's configuration. */
    public static final String PORT_KEY = "metrics.reporter.prom.port";

    @Option(
            names = "--prometheus-port",
            paramLabel = "PORT",
            description =
                    "Show Flink's metrics to Prometheus at this port, on all addresses of this machine: the reporter"
                            + " of Flink knows no other way (default: not shown).")
    private @Nullable Integer port;

    /** The port that was asked for; null if the metrics are not to be shown. */
    public @Nullable Integer port() {
        return port;
    }

    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if the port is none
     */
    public static void check(@Nullable Integer port) {
        if (port != null && (port < 1 || port > 65_535)) {
            throw new IllegalArgumentException("--prometheus-port must be 1 to 65535: " + port);
        }
    }

    /** Flink's configuration with the reporter at a port. */
    static void configure(Configuration flink, int port) {
        flink.set(MetricOptions.REPORTERS_LIST, "prom");
        flink.set(
                ConfigOptions.key("metrics.reporter.prom.factory.class")
                        .stringType()
                        .noDefaultValue(),
                PrometheusReporterFactory.class.getName());
        flink.set(ConfigOptions.key(PORT_KEY).stringType().noDefaultValue(), Integer.toString(port));
    }
}
