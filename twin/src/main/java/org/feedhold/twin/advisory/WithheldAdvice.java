package org.feedhold.twin.advisory;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.feedhold.twin.storage.CompactInput;
import org.feedhold.twin.storage.CompactOutput;
import org.jspecify.annotations.Nullable;

/**
 * What the advisor has said of one machine and is not written, because its gateway may be silent, or is. What follows a
 * silence waits until it is known whose silence it is, so that the machine's order stays.
 *
 * <p>Bounded by the advisories of one machine between the end of a time-out and the watermark that passes it; while the
 * gateway is silent there is one.
 */
public final class WithheldAdvice {

    private static final int VERSION = 1;

    /** What a machine's newest recommendation said that only took an action back: nothing that can be said again. */
    private static final String TAKEN_BACK = "";

    private static final Decision[] DECISIONS = Decision.values();

    private final Deque<MachineAdvisory> waiting = new ArrayDeque<>();
    /** The beginning of a silence that is the gateway's. */
    private @Nullable MachineAdvisory silence;
    /** The episode that was not told of. */
    private @Nullable String untold;
    /** What was written last before it. */
    private String said = "";

    private @Nullable Decision decision;

    /** Takes an advisory in; what can be written at once is added to {@code out}. */
    public void take(MachineAdvisory advisory, boolean mayBeSilent, List<WrittenAdvice> out) {
        if (mayBeSilent || silence != null || !waiting.isEmpty()) {
            waiting.add(advisory);
        } else {
            pass(advisory, out);
        }
    }

    /** Adds to {@code out} what waits for nothing that is later than {@code now} on the arrival clock; all is judged by then. */
    public void release(long now, List<WrittenAdvice> out) {
        while (!waiting.isEmpty() && waiting.element().after() <= now) {
            pass(waiting.remove(), out);
        }
    }

    /** The machine is silent for itself. */
    public void silentAlone(List<WrittenAdvice> out) {
        if (silence != null) {
            Advisory held = silence.advisory();
            silence = null;
            untold = null;
            Recommendation recommendation = after(held.recommendation(), decision);
            // An instant has one recommendation, and it has had that.
            add(held.episodes(), isTakenBack() ? later(recommendation) : recommendation, null, held, out);
        } else if (passUpToSilence(out)) {
            pass(waiting.remove(), out);
        }
    }

    /** The machine is silent because its gateway is, of which the episode is named. */
    public void silentWithGateway(EpisodeEvent gateway, List<WrittenAdvice> out) {
        if (silence == null) {
            if (!passUpToSilence(out)) {
                return;
            }
            hold(waiting.remove());
        }
        show(Objects.requireNonNull(silence), gateway, out);
    }

    /** The machine was silent because its gateway was, and is no more. */
    public void back() {
        silence = null;
    }

    /** Whether there is nothing to be remembered any more. */
    public boolean isEmpty() {
        return waiting.isEmpty() && silence == null && untold == null;
    }

    /** Whether a silence waits to be judged; what comes before it is written. */
    private boolean passUpToSilence(List<WrittenAdvice> out) {
        while (!waiting.isEmpty() && !waiting.element().silent()) {
            pass(waiting.remove(), out);
        }
        return !waiting.isEmpty();
    }

    private void hold(MachineAdvisory advisory) {
        if (untold == null) {
            said = advisory.saidBefore();
            decision = advisory.decisionBefore();
        }
        silence = advisory;
        untold = GatewayAdvisor.silenceIn(advisory.advisory());
    }

    private void show(MachineAdvisory held, EpisodeEvent gateway, List<WrittenAdvice> out) {
        Advisory advisory = held.advisory();
        String silence = GatewayAdvisor.silenceIn(advisory);
        Recommendation own = after(advisory.recommendation(), decision);
        Recommendation because = own == null ? null : GatewayAdvisor.because(gateway, own, silence);
        // An action that is in force must be taken back, whoever is silent.
        boolean isNews = because != null && held.actedBefore() && !isTakenBack();
        if (isNews) {
            said = TAKEN_BACK;
            decision = because.decision();
        }
        out.add(new WrittenAdvice(
                List.of(),
                isNews ? because : null,
                isNews ? null : because,
                advisory.health() == null
                        ? null
                        : GatewayAdvisor.because(gateway, advisory.health(), signalLost(own, silence))));
    }

    private boolean isTakenBack() {
        return said.equals(TAKEN_BACK);
    }

    private static boolean signalLost(@Nullable Recommendation recommendation, String silence) {
        return recommendation != null
                && recommendation.findings().stream()
                        .anyMatch(finding -> finding.code().equals(EpisodeKeeper.DROPOUT)
                                && !finding.episodeId().equals(silence));
    }

    private void pass(MachineAdvisory next, List<WrittenAdvice> out) {
        Advisory advisory = next.advisory();
        if (untold == null) {
            add(advisory.episodes(), advisory.recommendation(), null, advisory, out);
            return;
        }
        String id = untold;
        List<EpisodeEvent> episodes = advisory.episodes().stream()
                .filter(event -> !event.episodeId().equals(id))
                .toList();
        Recommendation recommendation = after(advisory.recommendation(), decision);
        if (recommendation == null) {
            add(episodes, null, null, advisory, out);
            return;
        }
        boolean isNews = !next.said().equals(said);
        untold = null;
        add(episodes, isNews ? recommendation : null, isNews ? null : recommendation, advisory, out);
    }

    private static @Nullable Recommendation later(@Nullable Recommendation recommendation) {
        return recommendation == null
                ? null
                : recommendation.with(
                        recommendation.timestamp().plusMillis(1),
                        recommendation.previousDecision(),
                        recommendation.requiredChecks(),
                        recommendation.rationale(),
                        recommendation.findings(),
                        null);
    }

    private static @Nullable Recommendation after(
            @Nullable Recommendation recommendation, @Nullable Decision decision) {
        return recommendation == null ? null : recommendation.after(decision);
    }

    private static void add(
            List<EpisodeEvent> episodes,
            @Nullable Recommendation recommendation,
            @Nullable Recommendation shown,
            Advisory advisory,
            List<WrittenAdvice> out) {
        if (!episodes.isEmpty() || recommendation != null || shown != null || advisory.health() != null) {
            out.add(new WrittenAdvice(episodes, recommendation, shown, advisory.health()));
        }
    }

    /** Writes it; {@link #read} is its inverse. */
    public void write(DataOutput to) throws IOException {
        to.writeByte(VERSION);
        CompactOutput out = new CompactOutput(to);
        out.flags(silence != null);
        out.text(untold);
        out.text(said);
        out.choice(decision);
        if (silence != null) {
            AdvisoryLayout.write(silence, out);
        }
        out.count(waiting.size());
        for (MachineAdvisory advisory : waiting) {
            AdvisoryLayout.write(advisory, out);
        }
    }

    /**
     * Reads what was withheld.
     *
     * @throws IOException if it was written by a newer version, or is damaged
     */
    public static WithheldAdvice read(DataInput from) throws IOException {
        int version = from.readByte();
        if (version != VERSION) {
            throw new IOException("withheld advice has version " + version + ", and this build reads up to " + VERSION
                    + ": restore it with the build that wrote it");
        }
        CompactInput in = new CompactInput(from);
        WithheldAdvice withheld = new WithheldAdvice();
        boolean isSilent = CompactInput.isSet(in.flags(), 0);
        withheld.untold = in.text();
        withheld.said = Objects.requireNonNull(in.text());
        withheld.decision = in.choice(DECISIONS);
        withheld.silence = isSilent ? AdvisoryLayout.read(in) : null;
        List<MachineAdvisory> waiting = new ArrayList<>();
        long size = in.count();
        for (long i = 0; i < size; i++) {
            waiting.add(AdvisoryLayout.read(in));
        }
        withheld.waiting.addAll(waiting);
        return withheld;
    }
}
