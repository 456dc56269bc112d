package org.feedhold.cli.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.feedhold.cli.CommandFailure;

/** Ports of the loopback address. */
final class Ports {

    private static final int CONNECT_MILLIS = 1_000;

    private Ports() {}

    /** Different free ports. */
    static List<Integer> free(int count) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            held.forEach(Ports::close);
        }
    }

    /**
     * Makes sure that nothing listens on a port.
     *
     * @param remedy what the user can do about it
     * @throws CommandFailure if something does
     */
    static void checkFree(int port, String use, String remedy) {
        try (ServerSocket socket = new ServerSocket()) {
            // As servers do: what an ended one has left in TIME_WAIT is no obstacle.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new CommandFailure(
                    "Port " + port + " on 127.0.0.1 can't be used for " + use + " (" + e.getMessage()
                            + "); stop what listens there, or " + remedy + ".",
                    e);
        }
    }

    /** Whether something listens on a port. */
    static boolean isListening(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
