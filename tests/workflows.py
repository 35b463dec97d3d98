"""Workflows before their linters: this repository's, the action, those of the manual: `python -m tests.workflows`.

actionlint judges workflows only, so the action is judged by one that uses it with each of its inputs.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

import yaml

CHECKOUT = Path(__file__).parents[1]
_BLOCK = re.compile(r"^```ya?ml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# This repository names every action by hash. The manual names the makers' own by version, for people to read.
_OWN = 'rules:\n  unpinned-uses: {config: {policies: {"*": hash-pin}}}\n  self-repository: {disable: true}\n'
_POLICY = """rules:
  unpinned-uses: {config: {policies: {"actions/*": ref-pin, "github/*": ref-pin, "*": hash-pin}}}
  self-repository: {disable: true}
"""
_HEAD = "on: push\npermissions: {}\njobs:\n  shown:\n    runs-on: ubuntu-latest\n    steps:\n"


def workflows(text: str) -> list[str]:
    """Whole workflows among the YAML blocks of a page, and lists of steps, made whole."""
    found = []
    for (block,) in (match.groups() for match in _BLOCK.finditer(text)):
        if re.search(r"^jobs:", block, re.MULTILINE) and re.search(r"^on:", block, re.MULTILINE):
            found.append(block)
        elif re.match(r"- (uses|run|name):", block):
            found.append(_HEAD + textwrap.indent(block, "      "))
    return found


def user_of(action: str) -> str:
    """A workflow that uses the action of its own repository with all its inputs."""
    inputs = "".join(f"          {name}: x\n" for name in yaml.safe_load(action)["inputs"])
    return f"{_HEAD}      - uses: ./\n        with:\n{inputs}"


def write_repository(folder: Path) -> None:
    """A repository with the action and all workflows."""
    action = (CHECKOUT / "action.yml").read_text(encoding="utf-8")
    (folder / "action.yml").write_text(action, encoding="utf-8")
    (folder / ".git").mkdir()
    (folder / "zizmor.yml").write_text(_POLICY, encoding="utf-8")
    (folder / "own.yml").write_text(_OWN, encoding="utf-8")
    place = folder / ".github" / "workflows"
    shutil.copytree(CHECKOUT / ".github" / "workflows", place)
    shown = {"action": [user_of(action)]}
    for page in (CHECKOUT / "README.md", *sorted((CHECKOUT / "docs").glob("*.md"))):
        shown[page.stem] = workflows(page.read_text(encoding="utf-8"))
    for name, texts in shown.items():
        for number, text in enumerate(texts, 1):
            (place / f"{name}-{number}.yml").write_text(text, encoding="utf-8")


def main() -> int:
    programs = Path(sys.executable).parent
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_repository(folder)
        zizmor = [str(programs / "zizmor"), "--offline", "--no-progress", "--quiet"]
        own = [str(CHECKOUT / ".github"), "--config", str(folder / "own.yml")]
        ran = [[*zizmor, "."], [*zizmor, *own]]
        # Its wheel is for Linux on x86-64 only.
        if actionlint := shutil.which("actionlint", path=str(programs)):
            ran.append([actionlint, "-no-color"])
        codes = [subprocess.run(command, cwd=folder, check=False).returncode for command in ran]
        count = 1 + len(list((folder / ".github").rglob("*.yml")))
    judges = dict.fromkeys(Path(command[0]).name for command in ran)
    print(f"{count} files of actions and workflows, judged by {', '.join(judges)}")
    return int(any(codes))


if __name__ == "__main__":
    sys.exit(main())
