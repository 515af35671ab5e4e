"""The set-up and run script: its answers, with real files, ports and locks."""

import ast
import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import threading
from pathlib import Path
from urllib.request import urlopen

import pytest

import dev
from config import supervisor

posix_only = pytest.mark.skipif(
    os.name == "nt", reason="Windows knows programs by their ending, files by no mode"
)


def program(folder, name):
    """Put an executable file called ``name`` into ``folder``; return its path."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return str(path)


# Python ---------------------------------------------------------------------------


@pytest.mark.parametrize("module", [dev, supervisor])
def test_an_old_python_can_read_the_script(module):
    source = Path(module.__file__).read_text()

    ast.parse(source, feature_version=(3, 6))


def test_python_cure_is_none_for_the_oldest_supported():
    assert dev.python_cure((3, 11, 0)) is None


def test_python_cure_names_where_to_get_one(tmp_path):
    cure = dev.python_cure((3, 9, 2), path=str(tmp_path))

    assert cure == (
        "Encore needs Python 3.11 or newer and this is 3.9. "
        "Install one from https://www.python.org/downloads/ and try again."
    )


@posix_only
def test_python_cure_prefers_the_newest_already_there(tmp_path):
    for name in ("python3.10", "python3.11", "python3.13"):
        program(tmp_path, name)

    cure = dev.python_cure((3, 9, 2), path=str(tmp_path))

    assert cure.endswith("You have a newer one: python3.13 dev.py run")


def first_line_of(script, **env):
    """Run ``script``, which knows ``dev``, in a Python of its own; return what it says."""
    ended = subprocess.run(
        [sys.executable, "-c", f"import dev, os, sys\n{script}"],
        cwd=dev.ROOT,
        env={**os.environ, **env},
        check=True,
        capture_output=True,
    )
    return ended.stdout.decode().splitlines()[0]


def test_every_command_starts_its_pythons_in_utf_8():
    script = "mode = 'import sys; print(sys.flags.utf8_mode)'\n"
    script += "def probe(words): dev.call(sys.executable, '-c', mode)\n"
    script += "dev.COMMANDS = [probe]\ndev.main(['probe'])"

    assert first_line_of(script, PYTHONUTF8="0") == "1"


def test_what_the_system_cannot_write_ends_no_command():
    script = "def probe(words): dev.say('Zo\\xeb is in')\n"
    script += "dev.COMMANDS = [probe]\ndev.main(['probe'])"

    said = first_line_of(script, PYTHONUTF8="0", PYTHONIOENCODING="ascii")

    assert said == "Zo? is in"


# Set-up ---------------------------------------------------------------------------


def test_is_fresh_only_while_the_files_stay_the_same(tmp_path):
    lock, stamp = tmp_path / "requirements.txt", tmp_path / "stamp"
    lock.write_text("django==5.2.0\n")
    before = dev.is_fresh(stamp, [lock])
    dev.mark_fresh(stamp, [lock])
    after = dev.is_fresh(stamp, [lock])
    lock.write_text("django==5.2.1\n")
    changed = dev.is_fresh(stamp, [lock])

    assert (before, after, changed) == (False, True, False)


def test_locked_lines_are_one_package_with_its_hashes(tmp_path):
    lock = tmp_path / "requirements-dev.txt"
    lock.write_text("ruff==1 \\\n    --hash=a\nuv==2 \\\n    --hash=b\nxyz==3\n")

    assert dev.locked_lines("uv", lock) == "uv==2 \\\n    --hash=b\n"


def test_without_pip_and_uv_it_names_the_line_to_type(tmp_path):
    (tmp_path / "config").mkdir()
    for name in ["dev.py", "config/__init__.py", "config/supervisor.py"]:
        shutil.copy(dev.ROOT / name, tmp_path / name)
    for lock in [dev.DEV_LOCK, dev.RUN_LOCK]:
        shutil.copy(lock, tmp_path)
    # What systems look like that split Python up: no ensurepip.
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "ensurepip.py").write_text("raise ImportError")
    env = {"PYTHONPATH": str(hidden), "PATH": str(hidden)}

    python = [sys.executable, "dev.py", "check"]
    ended = subprocess.run(
        python, cwd=tmp_path, env=env, check=False, capture_output=True, text=True
    )

    assert ended.returncode == 1
    assert "has no pip" in ended.stderr
    assert ended.stderr.strip().endswith("Type this first: pipx install uv")


@posix_only
def test_write_env_makes_a_secret_that_only_the_owner_reads(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"

    dev.write_env(one)
    dev.write_env(two)

    assert stat.S_IMODE(one.stat().st_mode) == 0o600
    assert len(dev.read_env(one)["SECRET_KEY"]) >= 50
    assert len(dev.read_env(one)["ENCORE_SETUP_KEY"]) >= 16
    assert one.read_text() != two.read_text()


def test_write_env_never_overwrites(tmp_path):
    path = tmp_path / ".env"
    path.write_text("SECRET_KEY=mine\n")

    dev.write_env(path)

    assert path.read_text() == "SECRET_KEY=mine\n"


def test_read_env_takes_names_and_leaves_comments(tmp_path):
    path = tmp_path / ".env"
    path.write_text("# A=1\n\nB = 'two'\nC=postgres://x?y=z\n")

    assert dev.read_env(path) == {"B": "two", "C": "postgres://x?y=z"}


def test_read_env_reads_utf_8_whatever_the_system_does(tmp_path):
    path = tmp_path / ".env"
    path.write_text("KEY=größer\n", "utf-8")
    script = f"print(ascii(dev.read_env(dev.Path({str(path)!r}))))"
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}

    assert first_line_of(script, **plain) == ascii({"KEY": "größer"})


def test_operations_lists_every_setting():
    settings = (dev.ROOT / "config" / "settings.py").read_text()
    operations = (dev.ROOT / "docs" / "operations.md").read_text()

    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', settings))
    listed = set(re.findall(r"^\| `([A-Z_]+)` \|", operations, re.MULTILINE))

    assert listed == read


def test_is_fresh_only_for_the_python_it_was_left_by(tmp_path, monkeypatch):
    lock, stamp = tmp_path / "requirements.txt", tmp_path / "stamp"
    lock.write_text("django==5.2.0\n")
    dev.mark_fresh(stamp, [lock])
    before = dev.is_fresh(stamp, [lock])

    monkeypatch.setattr(dev.sys, "version_info", (3, 99, 0))

    assert (before, dev.is_fresh(stamp, [lock])) == (True, False)


# Which database -------------------------------------------------------------------


@pytest.mark.parametrize("folder", ["plain", "with space", "c++ #1 100%"])
def test_sqlite_file_undoes_sqlite_url(tmp_path, folder):
    path = tmp_path / folder / "demo.sqlite3"

    assert dev.sqlite_file(dev.sqlite_url(path)) == path


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:///data/encore.sqlite3", dev.DATA / "encore.sqlite3"),
        ("sqlite://:memory:", None),
        ("postgres://postgres@127.0.0.1:5432/encore", None),
    ],
)
def test_sqlite_file_of_each_kind_of_url(url, path):
    assert dev.sqlite_file(url) == path


def test_run_choices_are_those_after_the_command_before_the_environments():
    given = {"PORT": "8080", "HOST": "0.0.0.0", "LANG": "C"}

    assert dev.run_choices([], {}) == {
        "DEMO": "yes",
        "HOST": "127.0.0.1",
        "PORT": "8000",
    }
    assert dev.run_choices(["PORT=9000", "--no-demo"], given) == {
        "DEMO": "no",
        "HOST": "0.0.0.0",
        "PORT": "9000",
    }


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["now"], dev.__doc__),
        (["LANG=C"], dev.__doc__),
        (["DEMO=perhaps"], "DEMO is yes or no, not perhaps."),
        (["PORT=70000"], "PORT is a number from 1 to 65535, not 70000."),
    ],
)
def test_run_choices_refuse_what_they_do_not_know(words, said):
    with pytest.raises(SystemExit) as refusal:
        dev.run_choices(words, {})

    assert refusal.value.code == said


@pytest.mark.parametrize(
    ("is_windows", "cure"),
    [(True, "py dev.py run PORT="), (False, "make run PORT=")],
)
def test_run_names_another_port_as_the_system_can_take_it(
    monkeypatch, is_windows, cure
):
    monkeypatch.setattr(dev, "IS_WINDOWS", is_windows)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SystemExit) as refusal:
            dev.run([f"PORT={port}"])

    assert f"Choose another: {cure}{port % 65535 + 1}" in refusal.value.code


def test_run_settings_give_the_demo_a_database_of_its_own():
    given = {"DATABASE_URL": "postgres://boss@server/encore"}

    demo = dev.run_settings(given, is_demo=True, address=None)
    own = dev.run_settings(given, is_demo=False, address=None)

    assert (demo["ENCORE_DEMO"], own["ENCORE_DEMO"]) == ("yes", "no")
    assert dev.sqlite_file(demo["DATABASE_URL"]) == dev.DATA / "demo.sqlite3"
    assert own["DATABASE_URL"] == "postgres://boss@server/encore"


def test_run_settings_serve_ones_own_sqlite_when_nothing_is_given():
    settings = dev.run_settings({}, is_demo=False, address=None)

    assert dev.sqlite_file(settings["DATABASE_URL"]) == dev.DATA / "encore.sqlite3"


def test_run_settings_let_a_phone_in_beside_the_hosts_given():
    given = {"ENCORE_ALLOWED_HOSTS": "encore.example"}

    settings = dev.run_settings(given, is_demo=True, address="192.0.2.7")

    assert settings["ENCORE_ALLOWED_HOSTS"] == (
        "localhost,127.0.0.1,[::1],192.0.2.7,encore.example"
    )


def test_run_settings_keep_the_set_up_key_given_or_make_one():
    kept = dev.run_settings({"ENCORE_SETUP_KEY": "mine"}, is_demo=False, address=None)
    made = dev.run_settings({}, is_demo=False, address=None)

    assert kept["ENCORE_SETUP_KEY"] == "mine"
    assert len(made["ENCORE_SETUP_KEY"]) >= 16


def test_greeting_names_the_address_for_a_phone():
    assert dev.greeting("192.0.2.7", "8000") == (
        "dev  | Encore is ready: http://localhost:8000/\n"
        "dev  | On a phone in the same network: http://192.0.2.7:8000/\n"
        "dev  | Ctrl-C ends it; what has been entered is kept."
    )


def test_addresses_of_six_stand_in_brackets_for_browsers_and_hosts():
    settings = dev.run_settings({}, is_demo=True, address="fd00::5")

    assert settings["ENCORE_ALLOWED_HOSTS"].endswith(",[fd00::5]")
    assert "network: http://[fd00::5]:8000/\n" in dev.greeting("fd00::5", "8000")


def test_greeting_names_the_key_to_set_up_with():
    assert dev.greeting(None, "8000", set_up_key="mine/own") == (
        "dev  | Encore is ready: http://localhost:8000/\n"
        "dev  | Set up an empty house: http://localhost:8000/set-up/#mine%2Fown\n"
        "dev  | Ctrl-C ends it; what has been entered is kept."
    )


# Port and lock --------------------------------------------------------------------


def test_port_complaint_when_somebody_listens():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        complaint = supervisor.port_complaint("127.0.0.1", port)

    assert complaint == (
        f"Port {port} on 127.0.0.1 is not free: something answers there already."
    )
    assert supervisor.port_complaint("127.0.0.1", port) is None


def test_hold_refuses_a_second_run_and_names_the_first(tmp_path):
    database = tmp_path / "demo.sqlite3"

    with supervisor.hold(database), pytest.raises(SystemExit) as refusal:
        supervisor.hold(database)

    assert refusal.value.code == (
        f"Another run (process {os.getpid()}) holds {database}. End it first."
    )


def test_hold_takes_over_from_a_run_that_died(tmp_path):
    database = tmp_path / "demo.sqlite3"
    dying = "import sys, os; from pathlib import Path\n"
    dying += "from config.supervisor import hold\n"
    dying += "lock = hold(Path(sys.argv[1])); os._exit(9)"
    command = [sys.executable, "-c", dying, str(database)]
    died = subprocess.run(command, cwd=dev.ROOT, check=False)

    with supervisor.hold(database):
        holder = (tmp_path / "demo.sqlite3.lock").read_text()

    assert died.returncode == 9
    assert holder == str(os.getpid())


def test_restart_pause_doubles_up_to_half_a_minute():
    pauses = [supervisor.restart_pause(failures) for failures in range(1, 8)]

    assert pauses == [1, 2, 4, 8, 16, 30, 30]


# Browser --------------------------------------------------------------------------


def test_find_browser_takes_the_one_chosen_first(tmp_path):
    chosen = program(tmp_path, "my-browser")
    program(tmp_path / "bin", "chromium")
    given = {"BROWSER_PATH": chosen, "PATH": str(tmp_path / "bin")}

    assert dev.find_browser(given, places=[]) == chosen


def test_find_browser_refuses_a_choice_that_is_not_there(tmp_path):
    missing = str(tmp_path / "gone")

    with pytest.raises(SystemExit) as refusal:
        dev.find_browser({"BROWSER_PATH": missing, "PATH": ""}, places=[])

    assert refusal.value.code == f"BROWSER_PATH names no file: {missing}"


@posix_only
def test_find_browser_goes_through_the_path_before_the_usual_places(tmp_path):
    place = program(tmp_path, "Google Chrome")
    edge = program(tmp_path / "bin", "msedge")
    given = {"PATH": str(tmp_path / "bin")}

    first = dev.find_browser(given, places=[place])
    chromium = program(tmp_path / "bin", "chromium")
    second = dev.find_browser(given, places=[place])
    third = dev.find_browser({"PATH": str(tmp_path / "none")}, places=[place])

    assert (first, second, third) == (edge, chromium, place)


def test_find_browser_is_none_when_there_is_none(tmp_path):
    assert dev.find_browser({"PATH": str(tmp_path)}, places=["/nowhere"]) is None


@posix_only
def test_browser_cure_is_the_line_of_the_installer_that_is_there(tmp_path):
    program(tmp_path / "bin", "brew")

    assert dev.browser_cure(path=str(tmp_path / "bin")) == (
        "Type this first: brew install --cask google-chrome"
    )


def test_browser_cure_names_the_variable_where_nothing_installs_one(tmp_path):
    assert dev.browser_cure(path=str(tmp_path)) == (
        "Install Chrome, or set BROWSER_PATH to a browser you have."
    )


# The whole of it ------------------------------------------------------------------


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as place:
        return place.getsockname()[1]


def process_number(lines, name):
    """Read on until ``name`` is said to have started; return its process number."""
    start = f"dev  | {name} is process "
    return int(next(line for line in lines if line.startswith(start))[len(start) :])


@pytest.fixture
def house(tmp_path):
    """A copy of the repository without its data, on the packages of this Python."""
    left = shutil.ignore_patterns(".git", ".venv", ".env", "data", "screens", ".*cache")
    copy = Path(shutil.copytree(dev.ROOT, tmp_path / "house", ignore=left))
    (copy / ".venv").symlink_to(sys.prefix)
    return copy


@pytest.fixture
def start(house):
    """A way to start ``dev.py run`` on a port; what it started ends with the test."""
    started = []

    def start_on(port):
        mine = ("DJANGO_SETTINGS_MODULE", "DATABASE_URL", "SECRET_KEY")
        env = {name: value for name, value in os.environ.items() if name not in mine}
        process = subprocess.Popen(
            [sys.executable, "dev.py", "run", "--no-demo", f"PORT={port}"],
            cwd=house,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        watch = threading.Timer(300, process.terminate)
        watch.start()
        started.append((process, watch))
        return process

    yield start_on
    for process, watch in started:
        watch.cancel()
        process.terminate()
        process.wait(30)
        process.stdout.close()


@pytest.mark.soak
@posix_only
def test_run_serves_revives_its_worker_and_leaves_nothing_behind(start):
    port = free_port()
    run = start(port)
    web, worker = [process_number(run.stdout, name) for name in ("web", "work")]
    ready = next(line for line in run.stdout if "Encore is ready" in line)
    with urlopen(f"http://127.0.0.1:{port}/health", timeout=10) as answer:
        health = answer.status

    os.kill(worker, signal.SIGKILL)
    ended = next(line for line in run.stdout if "work ended" in line)
    revived = process_number(run.stdout, "work")
    same_port = start(port)
    same_data = start(free_port())
    refusals = [other.communicate()[0] for other in (same_port, same_data)]
    run.send_signal(signal.SIGINT)
    run.communicate(timeout=30)

    assert ready == f"dev  | Encore is ready: http://localhost:{port}/\n"
    assert health == 200
    assert ended == "dev  | work ended with code 137; again in 1 s\n"
    assert revived != worker
    assert f"Port {port} on 127.0.0.1 is not free" in refusals[0]
    assert re.search(rf"Another run \(process {run.pid}\) holds .*encore", refusals[1])
    assert (run.returncode, same_port.returncode, same_data.returncode) == (0, 1, 1)
    for group in (web, worker, revived):
        with pytest.raises(ProcessLookupError):
            os.killpg(group, 0)


@pytest.mark.soak
@posix_only
def test_run_ends_with_the_code_of_its_server(start):
    run = start(free_port())
    web, worker = [process_number(run.stdout, name) for name in ("web", "work")]
    next(line for line in run.stdout if "Encore is ready" in line)

    os.kill(web, signal.SIGKILL)
    run.communicate(timeout=30)

    assert run.returncode == 137
    with pytest.raises(ProcessLookupError):
        os.killpg(worker, 0)
