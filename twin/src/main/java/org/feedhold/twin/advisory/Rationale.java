package org.feedhold.twin.advisory;

import java.util.List;
import java.util.Locale;
import org.feedhold.twin.detection.Evidence;

/** Says in one or two sentences why a decision is what it is. States facts; it never asks for anything. */
final class Rationale {

    private Rationale() {}

    static String of(Evidence evidence, List<OpenEpisode> byRank) {
        if (!evidence.monitoring().hasDecision()) {
            return "Not judged: " + evidence.reason() + ".";
        }
        if (byRank.isEmpty()) {
            return evidence.dataTrusted()
                    ? "Every required signal is good and inside the limits of phase "
                            + evidence.context().processPhase() + "."
                    : "No finding; a required signal is not good, or has not been for three samples.";
        }
        StringBuilder text = new StringBuilder(sentence(byRank.get(0)));
        if (byRank.size() > 1) {
            text.append(" Also: ");
            for (int i = 1; i < byRank.size(); i++) {
                text.append(i > 1 ? ", " : "").append(byRank.get(i).code);
            }
            text.append('.');
        }
        if (!evidence.notEvaluated().isEmpty()) {
            text.append(" Not evaluated: ")
                    .append(evidence.notEvaluated().size())
                    .append(evidence.notEvaluated().size() == 1 ? " rule." : " rules.");
        }
        return text.toString();
    }

    private static String sentence(OpenEpisode episode) {
        String code = episode.code.replace('_', ' ');
        if (episode.aboutQuality) {
            return episode.signal == null
                    ? "No data from the machine, which was cutting when last heard: the process can't be judged."
                    : "Required signal " + episode.signal
                            + " gives no usable value: the process can't be judged without it.";
        }
        if (episode.value == null || episode.limit == null) {
            return capital(episode.label) + '.';
        }
        StringBuilder text = new StringBuilder(capital(code))
                .append(": ")
                .append(episode.label)
                .append(' ')
                .append(number(episode.value))
                .append(' ')
                .append(episode.unit)
                .append(episode.value < episode.limit ? " is under " : " is over ")
                .append(number(episode.limit))
                .append(' ')
                .append(episode.unit);
        if (episode.expected != null) {
            text.append(", expected ").append(number(episode.expected));
        }
        return text.append("; ")
                .append(episode.samples)
                .append(episode.samples == 1 ? " sample." : " samples.")
                .toString();
    }

    private static String capital(String text) {
        return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%.0f" : "%.3g", value);
    }
}
