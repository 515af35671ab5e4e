"""Keep the server and the background worker running: what `dev.py run` ends in.

The standard library alone, and the grammar of Python 3.6: dev.py imports this before
it knows which Python it has.
"""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None
    import msvcrt

IS_WINDOWS = os.name == "nt"
NEARBY = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # "on every address" is none to call
STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"]
PATIENCE = 10  # seconds a child has to end by itself
LONG_LIFE = 60  # seconds after which an end no longer counts as failing again


def say(words):
    # One write, so that lines of several children never run into each other.
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def port_complaint(host, port):
    """Return why no server can listen there, or None."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    reason = "something answers there already"
    try:
        # Some systems let two listen at once, so first see whether anyone answers.
        socket.create_connection((NEARBY.get(host, host), port), timeout=1).close()
    except OSError:
        try:
            socket.create_server((host, port), family=family).close()
        except OSError as refusal:
            reason = refusal.strerror
        else:
            return None
    return f"Port {port} on {host} is not free: {reason}."


def hold(database):
    """Return the open lock file of ``database``; end when another run holds it.

    The system lets go of the lock when this process ends, however it ends.
    """
    lock = database.with_name(database.name + ".lock").open("a+")
    try:
        if fcntl:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            lock.seek(1 << 20)  # Windows hides what is locked; the number stays legible
            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
    except (BlockingIOError, PermissionError):
        lock.seek(0)
        holder = lock.read() or "unknown"
        lock.close()
        sys.exit(f"Another run (process {holder}) holds {database}. End it first.")
    lock.truncate(0)
    lock.write(str(os.getpid()))
    lock.flush()
    return lock


def restart_pause(failures):
    """Return the seconds to wait after so many failures in a row: 1, 2, 4 … 30."""
    return min(30, 2 ** (failures - 1))


class Child:
    """A process and all that it starts, its lines printed behind its name."""

    def __init__(self, name, command, cwd, env):
        self.name = name
        self.command = [str(word) for word in command]
        self.place = {"cwd": str(cwd), "env": env}
        if IS_WINDOWS:
            self.place["creationflags"] = subprocess.CREATE_NEW_PROCESS_GROUP
        else:
            self.place["start_new_session"] = True
        self.process = self.restart_at = None
        self.failures = 0

    def start(self):
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            **self.place,
        )
        self.started_at, self.restart_at = time.monotonic(), None
        lines = self.process.stdout
        threading.Thread(target=self.show, args=[lines], daemon=True).start()
        say(f"dev  | {self.name} is process {self.process.pid}")

    def show(self, lines):
        for line in lines:
            say(f"{self.name:4} | " + line.decode("utf-8", "replace").rstrip())

    def exit_code(self):
        """Return how it ended, as a shell counts it; None while it runs."""
        code = self.process.poll()
        return code if code is None or code >= 0 else 128 - code

    def keep_alive(self):
        """Start it again some time after it has ended."""
        now, code = time.monotonic(), self.exit_code()
        if code is None:
            return
        if self.restart_at is None:
            self.kill()
            lived_long = now - self.started_at > LONG_LIFE
            self.failures = 1 if lived_long else self.failures + 1
            pause = restart_pause(self.failures)
            self.restart_at = now + pause
            say(f"dev  | {self.name} ended with code {code}; again in {pause} s")
        elif now >= self.restart_at:
            self.start()

    def ask_to_end(self):
        with contextlib.suppress(OSError):
            if IS_WINDOWS:
                self.process.send_signal(signal.CTRL_BREAK_EVENT)
            else:
                os.killpg(self.process.pid, signal.SIGTERM)

    def kill(self):
        """End it and whatever it has left behind, at once."""
        with contextlib.suppress(OSError):
            if IS_WINDOWS:
                self.process.kill()
            else:
                os.killpg(self.process.pid, signal.SIGKILL)


def end(children):
    children = [child for child in children if child.process]
    for child in children:
        child.ask_to_end()
    deadline = time.monotonic() + PATIENCE
    for child in children:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.process.wait(max(0, deadline - time.monotonic()))
        child.kill()
        child.process.wait()


def is_well(host, port):
    """Tell whether the server answers and finds itself in order."""
    connection = http.client.HTTPConnection(NEARBY.get(host, host), port, timeout=1)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status < 400
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def supervise(server, helpers, host, port, greeting):
    """Run all until a signal comes or the server ends; return the exit code.

    helpers: the children that are started again whenever they end.

    greeting: what to say once the server answers on ``host`` and ``port``.
    """
    stopping, started = threading.Event(), []
    for name in STOP_SIGNALS:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: stopping.set())
    try:
        for child in (server, *helpers):
            started.append(child)
            child.start()
        while not stopping.wait(0.2):
            code = server.exit_code()
            if code is not None:
                say(f"dev  | {server.name} ended with code {code}")
                return code
            for helper in helpers:
                helper.keep_alive()
            if greeting and is_well(host, port):
                say(greeting)
                greeting = None
        return 0
    finally:
        end(started)
