"""Verifies an evidence pack with nothing but Python's standard library: python3 verify.py [FOLDER] [NUMBER:HASH]

It reads SHA256SUMS, the rows of the log (log/rows.jsonl) and the seals (log/seals.jsonl), and says of each whether it
holds. FOLDER is the unpacked pack, by default the one this file lies in. NUMBER:HASH is a seal kept elsewhere, as the
stamp of an earlier report names it. Exit status: 0 all holds, 1 it does not, 2 it cannot be read.
"""

import hashlib
import json
import sys
from pathlib import Path

FIRST = "0" * 64
MOST_NAMED = 20
BLOCK = 1 << 20


def sha256(text):
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def file_sum(path):
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def check_files(folder):
    """Sums of the files that are as SHA256SUMS says, and what is wrong with the others."""
    sums, wrong = set(), []
    named = set()
    for line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        checksum, _, name = line.partition("  ")
        named.add(name)
        path = folder / name
        if not path.is_file():
            wrong.append(f"{name}: is missing")
        elif file_sum(path) != checksum:
            wrong.append(f"{name}: is not the file that was packed")
        else:
            sums.add(checksum)
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    wrong += [f"{name}: was added" for name in sorted(there - named - {"SHA256SUMS"})]
    return sums, wrong


def read_rows(folder, sums):
    """Digest of each row by kind and number, and what rows name that is not in the pack."""
    missing_file = folder / "missing.json"
    lost = json.loads(missing_file.read_text(encoding="utf-8")) if missing_file.is_file() else []
    known = sums | {one["sha256"] for one in lost}
    digests, wrong = {}, []
    with (folder / "log" / "rows.jsonl").open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            text = line.rstrip("\n")
            row = json.loads(text)
            digests[row["kind"], row["id"]] = sha256(text)
            for name in ("rendition_checksum", "page_checksum", "picture_checksum", "checksum"):
                if row.get(name) and row[name] not in known:
                    wrong.append(f"{row['kind']} {row['id']}: the file of its {name} is not in the pack")
    return digests, wrong


def check_chain(folder, digests, expected):
    """The last seal, and what is wrong with the chain."""
    before, number, left, met = FIRST, 0, dict(digests), None
    with (folder / "log" / "seals.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            seal = json.loads(line)
            number += 1
            told = f"{before}:{number}:{seal['kind']}:{seal['id']}:{seal['at']}:{seal['digest']}"
            if seal["number"] != number or sha256(told) != seal["hash"]:
                return "", [f"seal {number}: the chain is broken here"]
            before = seal["hash"]
            digest = left.pop((seal["kind"], seal["id"]), None)
            if digest is not None and digest != seal["digest"]:
                return "", [f"{seal['kind']} {seal['id']}: was altered after seal {number} of {seal['at']}"]
            if expected and number == expected[0]:
                met = before == expected[1]
    wrong = [f"{kind} {key}: has no seal" for kind, key in left]
    if expected and not met:
        wrong.append(f"seal {expected[0]}: is not the one that was expected: the chain was written anew")
    return (f"{number}:{before}" if number else ""), wrong


def told(what, wrong, fine):
    print(f"{what}: {'OK' if not wrong else 'FAILED'} ({fine})")
    for line in wrong[:MOST_NAMED]:
        print(f"  {line}")
    if len(wrong) > MOST_NAMED:
        print(f"  and {len(wrong) - MOST_NAMED} more")
    return not wrong


def main(arguments):
    expected = None
    folder = Path(__file__).resolve().parent
    for argument in arguments:
        number, colon, checksum = argument.partition(":")
        if colon and number.isdigit() and len(checksum) == 64:
            expected = (int(number), checksum)
        else:
            folder = Path(argument)
    try:
        sums, wrong = check_files(folder)
    except (OSError, ValueError) as error:
        print(f"The pack cannot be read: {error}")
        return 2
    fine = told("Files / Fayllar / Файлы", wrong, f"{len(sums)} SHA-256")
    try:
        digests, wrong = read_rows(folder, sums)
        fine = told("Rows / Yozuvlar / Записи", wrong, f"{len(digests)}") and fine
        last, wrong = check_chain(folder, digests, expected)
        fine = told("Chain / Zanjir / Цепочка", wrong, last or "–") and fine
    except (OSError, ValueError, KeyError) as error:
        print(f"The log cannot be read: {error}")
        fine = False
    print("OK / TOʻGʻRI / ВЕРНО" if fine else "FAILED / NOTOʻGʻRI / НЕВЕРНО")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
