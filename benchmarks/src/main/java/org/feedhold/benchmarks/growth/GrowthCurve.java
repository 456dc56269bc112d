package org.feedhold.benchmarks.growth;

import java.util.List;
import java.util.Locale;

/** A picture of one series: what grows to the right, what a sample costs upwards, from 0. */
final class GrowthCurve {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 320;
    private static final int LEFT = 60;
    private static final int RIGHT = 620;
    private static final int TOP = 30;
    private static final int BOTTOM = 270;
    private static final int LINES = 4;

    private final List<GrowthPoint> points;
    private final Series series;
    private final double most;

    private GrowthCurve(List<GrowthPoint> points) {
        this.points = points;
        this.series = points.get(0).series();
        this.most = points.stream()
                        .mapToDouble(point -> point.measured().cpuSecondsPerMillion())
                        .max()
                        .orElseThrow()
                * 1.1;
    }

    /** The picture of at least two points of one series, as SVG. */
    static String svg(List<GrowthPoint> points) {
        return new GrowthCurve(points).svg();
    }

    private String svg() {
        StringBuilder svg = new StringBuilder(line(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\""
                        + " fill=\"#555\" role=\"img\">%n<title>CPU seconds per million samples by %s</title>%n"
                        + "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n",
                WIDTH, HEIGHT, series.axis()));
        for (int i = 0; i <= LINES; i++) {
            double cost = most * i / LINES;
            svg.append(line(
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>%n"
                            + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.1f</text>%n",
                    LEFT, RIGHT, y(cost), y(cost), LEFT - 8, y(cost) + 4, cost));
        }
        StringBuilder path = new StringBuilder();
        for (GrowthPoint point : points) {
            double x = x(point.at());
            double y = y(point.measured().cpuSecondsPerMillion());
            path.append(line("%.1f,%.1f ", x, y));
            svg.append(line(
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"#1f77b4\"/>%n"
                            + "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%,.0f</text>%n",
                    x, y, x, BOTTOM + 20, point.at()));
        }
        return svg.append(line(
                        "<polyline points=\"%s\" fill=\"none\" stroke=\"#1f77b4\" stroke-width=\"2\"/>%n"
                                + "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>%n"
                                + "<text x=\"%d\" y=\"18\">CPU s / million samples</text>%n</svg>%n",
                        path.toString().strip(), (LEFT + RIGHT) / 2, HEIGHT - 8, series.axis(), LEFT))
                .toString();
    }

    /** By factors or by steps, from the first point to the last. */
    private double x(double at) {
        double first = scaled(points.get(0).at());
        double last = scaled(points.get(points.size() - 1).at());
        return LEFT + 30 + (RIGHT - LEFT - 60) * (scaled(at) - first) / (last - first);
    }

    private double scaled(double at) {
        return series.isLogarithmic() ? Math.log(at) : at;
    }

    private double y(double cost) {
        return BOTTOM - (BOTTOM - TOP) * cost / most;
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
