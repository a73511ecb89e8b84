"""Writes what My Say is made of: docs/sbom.json (CycloneDX 1.5) and docs/licences.md, from the lock and what is installed.

`make sbom` after every change of the lock, on Linux. The same lock gives the same files.
"""

import argparse
import hashlib
import json
import re
import sys
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata, version
from typing import Any

from packaging.requirements import Requirement

from bot.settings import ROOT

LOCK = ROOT / "requirements.txt"
SBOM = ROOT / "docs" / "sbom.json"
LICENCES = ROOT / "docs" / "licences.md"
HERE = {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"}
ELSEWHERE = (
    {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
    {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    HERE | {"python_full_version": "3.11.0"},
)
PYTHON = {"python_version": "3.11", "python_full_version": "3.11.9", "implementation_name": "cpython"}
NOT_HERE = "not needed on Linux"
# what is ours or in the repository, and no package
PARTS = (
    ("encoder.onnx", "machine-learning-model", "Apache-2.0", "bot/nlu/weights", "MiniLM-L6, fine-tuned by us"),
    ("DejaVuSans.ttf", "file", "Bitstream Vera and DejaVu", "bot/handover/fonts", "font of the PDF"),
    ("DejaVuSans-Bold.ttf", "file", "Bitstream Vera and DejaVu", "bot/handover/fonts", "font of the PDF"),
)


@dataclass(frozen=True)
class Package:
    """One package of the lock. `licence` is what the package itself says."""

    name: str
    version: str
    licence: str


def packages() -> list[Package]:
    """The packages of the lock that some machine may install. Raises LookupError if one is not installed here."""
    return [Package(name, version, licence_of(name, version) if here else NOT_HERE) for name, version, here in locked()]


def locked() -> Iterator[tuple[str, str, bool]]:
    """Name, version, and whether Linux installs it, of what the lock names; not what is switched off everywhere."""
    text = re.sub(r"\\\n", " ", LOCK.read_text(encoding="utf-8"))
    for line in text.splitlines():
        if not re.match(r"[A-Za-z0-9]", line):
            continue
        wanted = Requirement(line.partition(" --hash")[0])
        here = wanted.marker is None or wanted.marker.evaluate(PYTHON | HERE)
        if here or any(wanted.marker.evaluate(PYTHON | other) for other in ELSEWHERE):
            yield wanted.name, str(wanted.specifier).removeprefix("=="), here


def licence_of(name: str, wanted: str) -> str:
    """The licence in the package's metadata. Raises LookupError if that version is not installed."""
    try:
        found, about = version(name), metadata(name)
    except PackageNotFoundError:
        found = "none"
    if found != wanted:
        raise LookupError(
            f"{name} {wanted} is in the lock, and {found} is installed. Run make install, then this again."
        )
    if expression := about.get("License-Expression"):
        return str(expression)
    classified = [line.split(" :: ")[-1] for line in about.get_all("Classifier") or () if line.startswith("License ::")]
    named = [name for name in classified if name != "OSI Approved"]
    if named:
        return " and ".join(named)
    stated = (about.get("License") or "").strip()
    return stated if stated and "\n" not in stated and len(stated) < 80 else "see the package"


def sbom(made_of: list[Package]) -> dict[str, Any]:
    """The bill of materials."""
    lock = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, lock)}",
        "version": 1,
        "metadata": {
            "component": {"type": "application", "bom-ref": "my-say", "name": "my-say"},
            "properties": [{"name": "requirements.txt:sha256", "value": lock}],
        },
        "components": [
            {
                "type": "library",
                "bom-ref": f"pkg:pypi/{package.name}@{package.version}",
                "name": package.name,
                "version": package.version,
                "purl": f"pkg:pypi/{package.name}@{package.version}",
                "licenses": [{"license": {"name": package.licence}}],
            }
            for package in made_of
        ]
        + [
            {
                "type": kind,
                "bom-ref": f"{folder}/{name}",
                "name": name,
                "description": what,
                "hashes": [
                    {"alg": "SHA-256", "content": hashlib.sha256((ROOT / folder / name).read_bytes()).hexdigest()}
                ],
                "licenses": [{"license": {"name": licence}}],
            }
            for name, kind, licence, folder, what in PARTS
        ],
    }


def licences(made_of: list[Package]) -> str:
    """The same for people."""
    how_many = Counter(package.licence for package in made_of)
    lines = [
        "# Licences",
        "",
        "What My Say is made of, as each package names its own licence, written by `make sbom` from the lock and from what is",
        "installed. `docs/sbom.json` is the same for software (CycloneDX 1.5). Packages for tests and tools are among them.",
        "",
        "| licence | packages |",
        "|---|---|",
        *(f"| {licence} | {count} |" for licence, count in sorted(how_many.items(), key=lambda one: (-one[1], one[0]))),
        "",
        "| in the repository itself | licence | what |",
        "|---|---|---|",
        *(f"| `{folder}/{name}` | {licence} | {what} |" for name, _, licence, folder, what in PARTS),
        "",
        "| package | version | licence |",
        "|---|---|---|",
        *(f"| {package.name} | {package.version} | {package.licence} |" for package in made_of),
    ]
    return "\n".join(lines) + "\n"


def files() -> dict[Any, str]:
    """What belongs into each of the two files. Raises LookupError."""
    made_of = packages()
    return {SBOM: json.dumps(sbom(made_of), indent=1) + "\n", LICENCES: licences(made_of)}


def main() -> int:
    """Writes both; 1 and a sentence if what is installed is not what is locked."""
    argparse.ArgumentParser(prog="make sbom", description=__doc__).parse_args()
    try:
        made = files()
    except LookupError as error:
        print(error, file=sys.stderr)
        return 1
    for path, text in made.items():
        path.write_text(text, encoding="utf-8")
        print(f"{path.relative_to(ROOT)}  {len(text):,} characters")
    return 0


if __name__ == "__main__":
    sys.exit(main())
