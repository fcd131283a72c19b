"""Commands as real processes, forked from one that has loaded what they need: none pays for the start.

A command has a directory, an environment, arguments and streams of its own, and an exit code, as one that was
started anew. What is about the start itself (imports, the interpreter's options) starts anew.
"""

import contextlib
import gc
import importlib
import json
import os
import runpy
import select
import signal
import socket
import struct
import subprocess
import sys
import tempfile

LENGTH = struct.Struct("!I")
STATUS = struct.Struct("!i")
PATIENCE = 300  # seconds, after which a command is ended


class Loaded:
    """A process that has loaded these modules, of which commands are forks."""

    def __init__(self, *modules):
        self.channel, theirs = socket.socketpair()
        command = [sys.executable, __file__, str(theirs.fileno()), *modules]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()])
        theirs.close()

    def start(self, *words, stdin=subprocess.DEVNULL, stdout=None, stderr=None):
        """A script, or a module as after `python -m`; in the present directory and environment."""
        with contextlib.ExitStack() as stack:
            nothing = stack.enter_context(open(os.devnull, "r+b"))
            streams = [_number(s, nothing, k) for k, s in enumerate((stdin, stdout, stderr))]
            told, tells = os.pipe()
            asked = json.dumps([words, os.getcwd(), dict(os.environ)]).encode()
            socket.send_fds(self.channel, [LENGTH.pack(len(asked))], [*streams, tells])
            self.channel.sendall(asked)
            os.close(tells)
        return Process(told)

    def run(self, *words):
        """A command that came to its end, with what it wrote."""
        with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
            code = self.start(*words, stdout=out, stderr=err).wait()
            for file in (out, err):
                file.seek(0)
            return subprocess.CompletedProcess(words, code, out.read(), err.read())

    def close(self):
        self.channel.close()
        self.process.wait()


def _number(stream, nothing, own):
    """The descriptor of a stream; None is this process's own."""
    if stream is None:
        return own
    return nothing.fileno() if stream == subprocess.DEVNULL else stream.fileno()


class Process:
    """A command that was started: its number, and its exit code as `subprocess` has it."""

    def __init__(self, told):
        self.told = told
        self.pid = STATUS.unpack(os.read(told, STATUS.size))[0]
        self.returncode = None

    def wait(self):
        if self.returncode is None:
            ended, _, _ = select.select([self.told], [], [], PATIENCE)
            if not ended:
                self.kill()
            self.returncode = STATUS.unpack(os.read(self.told, STATUS.size))[0]
            os.close(self.told)
        return self.returncode

    def send_signal(self, number):
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def kill(self):
        self.send_signal(signal.SIGKILL)


# --- in the process that has loaded -------------------------------------------------------------------------


def _served(channel):
    """What a command was asked for, in its own process; None at the end, in the process that has loaded."""
    while True:
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        head, files, _, _ = socket.recv_fds(channel, LENGTH.size, 4)
        if not head:
            return None
        asked = json.loads(channel.recv(LENGTH.unpack(head)[0], socket.MSG_WAITALL))
        if os.fork() == 0:
            channel.close()
            _watched(files)
            return asked
        for file in files:
            os.close(file)


def _watched(files):
    """The command goes on, with its streams; the process above waits for it and passes on its exit code."""
    tells = files.pop()
    pid = os.fork()
    if pid == 0:
        os.close(tells)
        for number, file in enumerate(files):
            os.dup2(file, number)
            os.close(file)
        return
    for file in files:
        os.close(file)
    os.write(tells, STATUS.pack(pid))
    _, status = os.waitpid(pid, 0)
    os.write(tells, STATUS.pack(os.waitstatus_to_exitcode(status)))
    os._exit(0)


def _become(words, folder, environment):
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.path[0] = folder
    sys.argv = [*words]
    named = environment.get("PYTHONIOENCODING")
    sys.stdin = open(0, encoding=named, closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", encoding=named, closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", 1, named, "backslashreplace", closefd=False)  # noqa: SIM115
    if words[0].endswith(".py"):
        runpy.run_path(words[0], run_name="__main__")
    else:
        runpy.run_module(words[0], run_name="__main__", alter_sys=True)


def _main(number, *modules):
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal's interrupt is for the tests, which end this
    for module in modules:
        importlib.import_module(module)
    gc.freeze()
    asked = _served(socket.socket(fileno=int(number)))
    if asked is not None:
        _become(*asked)
    else:
        with contextlib.suppress(ChildProcessError):
            while True:
                os.wait()


if __name__ == "__main__":
    _main(*sys.argv[1:])
