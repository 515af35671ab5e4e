"""Set up, run and test Encore: what `make` calls, with the standard library alone.

    python3 dev.py run        the demo organisation; DEMO=no serves your own data,
                              PORT=9000 and HOST=0.0.0.0 say where
    python3 dev.py test       every test but the long ones; more words go to pytest
    python3 dev.py soak       the long tests: fuzzing, load, killed processes
    python3 dev.py screens    every page as a picture, into screens/
    python3 dev.py bench      the benchmarks, one after the other
    python3 dev.py bench-evidence   how well the evidence holds where the truth is known
    python3 dev.py check      style, import order, migrations, production settings
    python3 dev.py fmt        puts the code into the form that `check` asks for
    python3 dev.py lock       renews requirements*.txt; --upgrade takes newer versions

On Windows say `py` for `python3`. An old Python must be able to read this file, to
say what to install: nothing newer than Python 3.6 in its grammar.
"""

import contextlib
import hashlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote, unquote_plus, urlsplit

from config.supervisor import Child, hold, port_complaint, say, supervise

OLDEST_PYTHON = (3, 11)
IS_WINDOWS = os.name == "nt"
ROOT = Path(__file__).resolve().parent
DATA = ROOT / "data"
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if IS_WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if IS_WINDOWS else "python")
SILENT = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
RUN_LOCK, DEV_LOCK = ROOT / "requirements.txt", ROOT / "requirements-dev.txt"

AT_HOME = ("127.0.0.1", "localhost", "::1")  # reached from this machine alone
# The one without a window first: the tests take a fifth less time in it.
BROWSER_NAMES = ["chromium-headless-shell", "chromium", "chromium-browser"]
BROWSER_NAMES += ["google-chrome", "chrome", "msedge"]
BROWSER_PLACES = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    r"C:\Program Files\Microsoft\Edge\Application\msedge.exe",
]
BROWSER_CURES = {
    "apt-get": "sudo apt install chromium",
    "dnf": "sudo dnf install chromium",
    "pacman": "sudo pacman -S chromium",
    "brew": "brew install --cask google-chrome",
    "winget": "winget install Google.Chrome",
}


def call(*command, **options):
    """Run ``command`` in the repository; return its exit code."""
    words = [str(word) for word in command]
    return subprocess.run(words, cwd=str(ROOT), **options).returncode


def do(*command, **options):
    """Run ``command`` in the repository; end with its exit code when it fails."""
    code = call(*command, **options)
    if code:
        say(f"This ended with code {code}: {' '.join(map(str, command))}")
        sys.exit(code)


# Set-up ---------------------------------------------------------------------------


def python_cure(version, path=None):
    """Return what to do about a Python too old for Encore; None when it is not.

    version: (major, minor, …) of the running Python. path: where a newer one may be,
    written as PATH is; None = PATH.
    """
    if tuple(version[:2]) >= OLDEST_PYTHON:
        return None
    cure = "Install one from https://www.python.org/downloads/ and try again."
    for minor in range(20, OLDEST_PYTHON[1] - 1, -1):
        if shutil.which(f"python3.{minor}", path=path):
            cure = f"You have a newer one: python3.{minor} dev.py run"
            break
    running = f"{version[0]}.{version[1]}"
    return f"Encore needs Python 3.11 or newer and this is {running}. {cure}"


def make_venv():
    if not PYTHON.exists():
        say("Making .venv")
        # pip comes later: systems that split Python up can make a .venv without it.
        do(sys.executable, "-m", "venv", "--clear", "--without-pip", VENV)


def digest(files):
    """Return one digest of the names and bytes of ``files`` and of the Python at work,
    to which installed packages belong.
    """
    total = hashlib.sha256(f"{sys.version_info[:2]}".encode())
    for file in files:
        total.update(file.name.encode() + b"\0" + file.read_bytes())
    return total.hexdigest()


def is_fresh(stamp, files):
    """Tell whether ``stamp`` was left for ``files`` as they are now."""
    return stamp.is_file() and stamp.read_text() == digest(files)


def mark_fresh(stamp, files):
    stamp.write_text(digest(files))


def locked_lines(package, lock):
    """Return the lines of ``lock`` that pin ``package`` with its hashes."""
    lines = lock.read_text().splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(package + "=="))
    end = start + 1
    while end < len(lines) and lines[end].startswith(" "):
        end += 1
    return "\n".join(lines[start:end]) + "\n"


def has_pip():
    """Tell whether .venv has pip, after putting it there where that can be done."""
    ways = ["pip", "--version"], ["ensurepip"]
    return any(call(PYTHON, "-m", *words, **SILENT) == 0 for words in ways)


def locked_uv():
    """Return the uv that our lock names, installed by pip; None when that fails."""
    pin = VENV / "uv.txt"
    pin.write_text(locked_lines("uv", DEV_LOCK))
    pip = [PYTHON, "-m", "pip", "install", "--require-hashes", "-r", pin]
    return BIN / "uv" if call(*pip, **SILENT) == 0 else None


def install(*locks):
    """Install the first of ``locks``, which covers the others, if one has changed."""
    stamps = {VENV / f"{lock.name}.sha256": [lock] for lock in locks}
    if all(is_fresh(stamp, files) for stamp, files in stamps.items()):
        return
    say(f"Installing what {locks[0].name} lists")
    what = ["--quiet", "--require-hashes", "-r", locks[0]]
    with_pip = has_pip()
    uv = (with_pip and locked_uv()) or shutil.which("uv")
    if not (uv or with_pip):
        line = (
            "sudo apt install python3-venv"
            if shutil.which("apt")
            else "pipx install uv"
        )
        sys.exit(f"This Python has no pip to install with. Type this first: {line}")
    # uv takes a tenth of the time; pip knows proxies and mirrors that uv does not.
    # Compiled once: else every process would, where Python may write nothing down.
    with_uv = [uv, "pip", "install", "--compile-bytecode", "--python", PYTHON]
    if not uv or call(*with_uv, *what):
        do(PYTHON, "-m", "pip", "install", *what)
    for stamp, files in stamps.items():
        mark_fresh(stamp, files)


def write_env(path):
    """Write this installation's secrets into ``path``, unless it exists."""
    with contextlib.suppress(FileExistsError):
        handle = os.open(str(path), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as lines:
            lines.write("# Keep it out of git. docs/operations.md lists more names.\n")
            lines.write(f"SECRET_KEY={secrets.token_urlsafe(50)}\n")
            lines.write("# Whoever knows this may set up an empty house.\n")
            lines.write(f"ENCORE_SETUP_KEY={secrets.token_urlsafe(12)}\n")


def set_up(*locks):
    make_venv()
    install(*locks)
    write_env(ROOT / ".env")
    DATA.mkdir(mode=0o700, exist_ok=True)  # personal data lies here


# Run ------------------------------------------------------------------------------


def read_env(path):
    """Return {name: value} of a .env file; {} when there is none."""
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    pairs = [line.split("=", 1) for line in lines if "=" in line and line[0] != "#"]
    return {name.strip(): value.strip().strip("'\"") for name, value in pairs}


def sqlite_url(path):
    return "sqlite:///" + quote(path.as_posix(), safe="/:")


def sqlite_file(url):
    """Return the path of the file that a DATABASE_URL names; None for a server."""
    parts = urlsplit(url)
    path = unquote_plus(parts.path[1:])
    return ROOT / path if parts.scheme == "sqlite" and path else None


def as_host(address):
    """Return ``address`` as it stands in a URL and in a Host header."""
    return f"[{address}]" if ":" in address else address


def lan_address():
    """Return the address by which a phone reaches this machine, or None."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Picks the way out and sends nothing; 192.0.2.1 belongs to nobody.
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        return probe.getsockname()[0]


def run_settings(given, is_demo, address):
    """Return the settings of one run as {name: value}.

    given: what .env and the environment say; the demo leaves their database alone.
    address: by which others reach this machine, or None.
    """
    url = given.get("DATABASE_URL") or sqlite_url(DATA / "encore.sqlite3")
    hosts = ["localhost", "127.0.0.1", "[::1]", as_host(address or "")]
    hosts += given.get("ENCORE_ALLOWED_HOSTS", "").split(",")
    return {
        "ENCORE_DEMO": "yes" if is_demo else "no",
        "DATABASE_URL": sqlite_url(DATA / "demo.sqlite3") if is_demo else url,
        "ENCORE_ALLOWED_HOSTS": ",".join(dict.fromkeys(filter(None, hosts))),
        "ENCORE_HTTPS": given.get("ENCORE_HTTPS", "no"),
        "ENCORE_SETUP_KEY": given.get("ENCORE_SETUP_KEY") or secrets.token_urlsafe(12),
        "PYTHONUNBUFFERED": "1",
    }


def greeting(address, port, set_up_key=None):
    """Return what to say once the server answers.

    address: by which others reach it, None when they do not. set_up_key: None for the
    demo, where there is nothing to set up.
    """
    lines = [f"Encore is ready: http://localhost:{port}/"]
    if set_up_key:
        key = quote(set_up_key, safe="")
        lines.append(f"Set up an empty house: http://localhost:{port}/set-up/#{key}")
    if address:
        place = f"http://{as_host(address)}:{port}/"
        lines.append(f"On a phone in the same network: {place}")
    lines.append("Ctrl-C ends it; what has been entered is kept.")
    return "\n".join(f"dev  | {line}" for line in lines)


def run_choices(words, given):
    """Return {name: value} of DEMO, HOST and PORT; end when one makes no sense.

    words: what stands after the command; it goes before ``given``, the environment.
    """
    choices = {"DEMO": "yes", "HOST": "127.0.0.1", "PORT": "8000"}
    choices.update((name, given[name]) for name in choices if given.get(name))
    for word in words:
        name, _, value = ("DEMO=no" if word == "--no-demo" else word).partition("=")
        if name not in choices or not value:
            sys.exit(__doc__)
        choices[name] = value
    if choices["DEMO"].lower() not in ("yes", "no"):
        sys.exit(f"DEMO is yes or no, not {choices['DEMO']}.")
    port = choices["PORT"]
    if not port.isdigit() or not 0 < int(port) < 65536:
        sys.exit(f"PORT is a number from 1 to 65535, not {port}.")
    return choices


def run(words):
    choices = run_choices(words, os.environ)
    is_demo = choices["DEMO"].lower() == "yes"
    host, port = choices["HOST"], choices["PORT"]
    complaint = port_complaint(host, int(port))
    if complaint:
        again = "py dev.py run" if IS_WINDOWS else "make run"
        sys.exit(f"{complaint} Choose another: {again} PORT={int(port) % 65535 + 1}")
    set_up(RUN_LOCK)
    address = lan_address() if host in ("0.0.0.0", "::") else host
    given = dict(read_env(ROOT / ".env"), **os.environ)
    settings = run_settings(given, is_demo, address)
    database = sqlite_file(settings["DATABASE_URL"])
    with contextlib.ExitStack() as held:
        if database:
            held.enter_context(hold(database))
        env = dict(os.environ, **settings)
        prepare(is_demo, env)
        key = None if is_demo else settings["ENCORE_SETUP_KEY"]
        others = None if host in AT_HOME else address or "<this machine>"
        words = greeting(others, port, key)
        return supervise(*children(host, port, env), host, int(port), words)


def prepare(is_demo, env):
    manage = [PYTHON, "manage.py"]
    do(*manage, "migrate", "--no-input", "--verbosity", "0", env=env)
    collect_static_files(env)
    if is_demo:
        do(*manage, "demo", env=env)
    else:
        do(*manage, "load_starter", env=env)
        do(*manage, "load_plan_templates", env=env)


def collect_static_files(env):
    """Collect and compress what the pages load, if any of it has changed."""
    files = [path for path in sorted(ROOT.glob("static/**/*")) if path.is_file()]
    files += [RUN_LOCK, ROOT / "config" / "settings.py"]
    stamp = DATA / "static" / ".sha256"
    if not is_fresh(stamp, files):
        say("Compressing pictures, styles and scripts")
        quietly = ["--no-input", "--verbosity", "0"]
        do(PYTHON, "manage.py", "collectstatic", *quietly, env=env)
        mark_fresh(stamp, files)


def children(host, port, env):
    """Return the server and its helpers: worker, journal, figures; not yet started."""
    place = f"{as_host(host)}:{port}"
    server = [PYTHON, "manage.py", "runserver", "--noreload", place]
    if not IS_WINDOWS:
        # By its module: the program names the folder that .venv was made in.
        server = [PYTHON, "-m", "gunicorn", "config.wsgi", "--bind", place]
        server += ["-k", "gthread"]
        server += ["-w", "2", "--threads", "4", "--graceful-timeout", "5"]
        server += ["--no-control-socket"]
    worker = [PYTHON, "manage.py", "db_worker", "--no-reload"]
    journal = [PYTHON, "manage.py", "keep_journal", "--stay"]
    figures = [PYTHON, "manage.py", "keep_figures", "--stay"]
    helpers = [Child("work", worker, ROOT, env), Child("log ", journal, ROOT, env)]
    helpers.append(Child("sums", figures, ROOT, env))
    return Child("web", server, ROOT, env), helpers


# Test -----------------------------------------------------------------------------


def find_browser(given, places=BROWSER_PLACES):
    """Return the path of a browser to drive, or None.

    given: the environment, read for BROWSER_PATH and PATH.
    """
    chosen = given.get("BROWSER_PATH")
    if chosen and not Path(chosen).is_file():
        sys.exit(f"BROWSER_PATH names no file: {chosen}")
    named = [shutil.which(name, path=given.get("PATH")) for name in BROWSER_NAMES]
    placed = [place for place in places if Path(place).is_file()]
    return next(filter(None, [chosen] + named + placed), None)


def browser_cure(path=None):
    """Return what to do where there is no browser.

    path: where an installer may be, written as PATH is; None = PATH.
    """
    for tool, line in BROWSER_CURES.items():
        if shutil.which(tool, path=path):
            return f"Type this first: {line}"
    return "Install Chrome, or set BROWSER_PATH to a browser you have."


def browser():
    """Return the path of a browser, installed where we may; end when there is none."""
    found = find_browser(os.environ)
    if not found and shutil.which("apt-get") and os.geteuid() == 0:
        say("Installing a browser")
        do("apt-get", "update", "--quiet")
        install = ["apt-get", "install", "--yes", "--no-install-recommends"]
        # Older systems have only the one with a window.
        if call(*install, "chromium-headless-shell"):
            do(*install, "chromium")
        found = find_browser(os.environ)
    if not found:
        sys.exit(f"The tests drive a browser and found none. {browser_cure()}")
    return found


def pytest(*words):
    set_up(DEV_LOCK, RUN_LOCK)
    env = dict(os.environ, BROWSER_PATH=browser())
    # Never the database that .env names: that one holds somebody's data.
    env["DATABASE_URL"] = env.get("DATABASE_URL") or "sqlite://:memory:"
    # Tests start many processes: each would compile everything again.
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    return call(PYTHON, "-m", "pytest", *words, env=env)


def test(words):
    # Whoever drives a browser often waits for it: one process more than there are cores.
    processes = min((os.cpu_count() or 1) + 1, 8)
    spread = ["--dist", "loadfile", "--no-loadscope-reorder"]
    return pytest("-n", str(processes), *spread, *words)


def soak(words):
    return pytest("-m", "soak", *words)


def screens(words):
    return pytest("-m", "screens", "tests/journeys", *words)


def bench(words):
    set_up(DEV_LOCK, RUN_LOCK)
    for script in sorted(ROOT.glob("benchmarks/[a-z]*.py")):
        say(f"\n{script.name}")
        do(PYTHON, script, *words)


def bench_evidence(words):
    set_up(DEV_LOCK, RUN_LOCK)
    return call(PYTHON, "-m", "benchmarks.calibration", *words)


# Keep in order --------------------------------------------------------------------


def djade(*words):
    templates = sorted(ROOT.glob("templates/**/*.html"))
    return [BIN / "djade", "--target-version", "5.2", *words, *templates]


def check(words):
    set_up(DEV_LOCK, RUN_LOCK)
    production = {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "DATABASE_URL": "sqlite://:memory:",
        "ENCORE_DEBUG": "no",
        "ENCORE_DEMO": "no",
        "ENCORE_HTTPS": "yes",
        "ENCORE_ALLOWED_HOSTS": "encore.example",
    }
    manage = [PYTHON, "manage.py"]
    steps = {
        "style": [BIN / "ruff", "check"],
        "form of the code": [BIN / "ruff", "format", "--check"],
        "form of the templates": djade("--check"),
        "order of imports": [BIN / "lint-imports", "--no-logo"],
        "migrations": [*manage, "makemigrations", "--check", "--dry-run"],
        "settings": [*manage, "check", "--deploy", "--fail-level", "WARNING"],
    }
    failed = []
    for name, step in steps.items():
        say(f"\nChecking: {name}")
        if call(*step, env=dict(os.environ, **production)):
            failed.append(name)
    return f"\nNot in order: {', '.join(failed)}" if failed else 0


def fmt(words):
    set_up(DEV_LOCK, RUN_LOCK)
    call(BIN / "ruff", "check", "--fix")
    call(BIN / "ruff", "format")
    call(*djade())


def lock(words):
    set_up(DEV_LOCK, RUN_LOCK)
    uv = [BIN / "uv", "pip", "compile", "--quiet", "--universal", "--generate-hashes"]
    uv += ["--python-version", "3.11", "--no-header", *words]
    do(*uv, "requirements-dev.in", "-o", DEV_LOCK.name)
    do(*uv, "requirements.in", "-c", DEV_LOCK.name, "-o", RUN_LOCK.name)


COMMANDS = [run, test, soak, screens, bench, bench_evidence, check, fmt, lock]


def main(words):
    cure = python_cure(sys.version_info)
    if cure:
        sys.exit(cure)
    # What is started reads and writes UTF-8, whatever this system does by itself; what
    # of it cannot be shown here stands as a question mark.
    os.environ["PYTHONUTF8"] = "1"
    sys.stdout.reconfigure(errors="replace")
    # A request to end becomes an exception, so that what is being run ends too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    commands = {c.__name__.replace("_", "-"): c for c in COMMANDS}
    if not words or words[0] not in commands:
        sys.exit(__doc__)
    try:
        return commands[words[0]](words[1:])
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
