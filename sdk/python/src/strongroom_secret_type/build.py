"""Builds a secret type: makes a component of a module and of what it imports.

    strongroom-build secret_type.py -o secret_type.wasm

A module with a `rotation` beside `secret_type` is a connected type.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from .rotation import Rotation
from .secret_type import SecretType

WIT = Path(__file__).with_name("wit")
ENTRY = "strongroom_entry"
# The program of the package, which need not lie on the path.
COMPONENTIZE = "import sys, componentize_py; sys.exit(componentize_py.script())"


class Refused(Exception):
    pass


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="strongroom-build", description=(__doc__ or "").split(":")[0]
    )
    parser.add_argument("file", type=Path, help="the module that has secret_type")
    parser.add_argument("-o", "--output", type=Path, help="the component [FILE.wasm]")
    given = parser.parse_args()
    output = given.output or Path(given.file.with_suffix(".wasm").name)
    try:
        is_connected = inspect(given.file)
        componentize(given.file, output, is_connected)
    except Refused as refused:
        print(f"strongroom-build: {refused}", file=sys.stderr)
        return 1
    size = output.stat().st_size / 1e6
    print(f"{output}: {size:.1f} MB, {'connected' if is_connected else 'plain'} type")
    return 0


def inspect(source: Path) -> bool:
    """Runs the module as its tests would, so that what is wrong is said in plain Python. Whether the
    type is a connected one."""
    if not source.is_file():
        raise Refused(f"there is no file {source}")
    if not source.stem.isidentifier() or source.suffix != ".py":
        raise Refused(f"{source.name} must be a module's name, such as secret_type.py")
    spec = importlib.util.spec_from_file_location(source.stem, source)
    if spec is None or spec.loader is None:
        raise Refused(f"{source} cannot be imported")
    module = importlib.util.module_from_spec(spec)
    sys.path.insert(0, str(source.parent.resolve()))
    spec.loader.exec_module(module)
    if not isinstance(getattr(module, "secret_type", None), SecretType):
        raise Refused(f"{source} must have secret_type, a SecretType")
    rotation = getattr(module, "rotation", None)
    if rotation is not None and not isinstance(rotation, Rotation):
        raise Refused(f"{source}: rotation must be a Rotation")
    return rotation is not None


def componentize(source: Path, output: Path, is_connected: bool) -> None:
    entry = [
        f"from {source.stem} import secret_type",
        "from strongroom_secret_type.export import rotation_class, secret_type_class",
        "SecretType = secret_type_class(secret_type)",
    ]
    if is_connected:
        # What is imported is kept, and nothing can be imported later.
        entry.append("import wit_world.imports.outbound")
        entry.append(f"from {source.stem} import rotation")
        entry.append("Rotation = rotation_class(secret_type, rotation)")
    with tempfile.TemporaryDirectory(prefix="strongroom-build-") as folder:
        (Path(folder) / f"{ENTRY}.py").write_text("\n".join(entry) + "\n")
        partial = Path(folder) / "type.wasm"
        world = "connected-plug-in" if is_connected else "plug-in"
        command = [sys.executable, "-c", COMPONENTIZE, "--wit-path", str(WIT), "--world", world]
        command += ["componentize", ENTRY, "--output", str(partial)]
        if not is_connected:
            # Leaves out all of WASI. Not for connected types: their random numbers would be those
            # of the day they were built.
            command.append("--stub-wasi")
        for path in [folder, str(source.parent.resolve()), *libraries()]:
            command += ["--python-path", path]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise Refused(f"componentize-py failed\n{done.stdout}{done.stderr}".rstrip())
        beside = output.with_name(output.name + ".partial")
        beside.write_bytes(partial.read_bytes())
        os.replace(beside, output)


def libraries() -> list[str]:
    """Where this package and the author's libraries are, of which those that are used are taken."""
    own = str(Path(__file__).resolve().parent.parent)
    sites = [path for path in sys.path if path.endswith("site-packages")]
    return list(dict.fromkeys([own, *sites]))


if __name__ == "__main__":
    sys.exit(main())
